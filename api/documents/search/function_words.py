"""Words that say nothing of what a reader looks for, by language, without case and accents.

They are in the index, for phrases; in a search they count only where there are no others.
"""

_WORDS = {
    "en": (
        "a about after all also an and any are as at be because been before being but by can could "
        "did do does doing for from had has have having he her his how i if in into is it its just "
        "me more most my no not of on one or our she should so some such than that the their them "
        "then there these they this to us was we were what when where which while who why will "
        "with would you your"
    ),
    "es": (
        "a al algo ante antes como con cual cuando de del desde donde durante e el ella ellas "
        "ellos en entre era es esa ese eso esta estan este esto fue ha han hasta hay he la las le "
        "les lo los mas me mi mis mucho muy ni no nos o otra otro para pero por porque puede "
        "pueden que quien se ser si sin sobre son soy su sus tambien tan te tengo tiene tu un una "
        "unas uno unos y ya yo"
    ),
    "fr": (
        "a ai au aux avec c ce ces cette comme comment d dans de des du elle en est et il ils j je "
        "l la le les leur leurs lui m ma mais me mes mon n ne nos notre nous on ou par pas plus "
        "pour pourquoi qu quand que quel quelle qui s sa sans se ses si son sont sur t ta te tes "
        "toi ton tu un une vos votre vous y"
    ),
    "de": (
        "aber als am an auch auf aus bei bin bis da das dass dem den der des die dir du durch ein "
        "eine einem einen einer eines er es fur hat hatte ich ihr im in ist ja kann kein keine man "
        "mein meine mich mir mit nach nicht noch nur ob oder ohne sehr sein seine sich sie sind so "
        "uber um und uns unter vom von vor war warum was wenn wer wie wir wird wo zu zum zur"
    ),
    "it": (
        "a ad ai al alla alle anche che chi ci come con cosa cui da dal dalla dalle dei del della "
        "delle di dove e ed gli ha hai hanno ho i il in io la le lei lo loro lui ma mi mia mio ne "
        "nei nel nella noi non o per perche piu quale quando quello questa questo se si sono su "
        "sua sul sulla suo ti tra tu un una uno vi voi"
    ),
    "pt": (
        "a ao aos as ate com como da das de do dos e ela elas ele eles em entre era essa esse esta "
        "este eu foi ha isso isto ja mais mas me meu minha muito na nao nas nem no nos nossa nosso "
        "o os ou para pela pelo por porque qual quando que quem se sem ser seu seus so sua suas "
        "tambem te tem um uma voce"
    ),
}

FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}


def is_function_word(word: str, language: str) -> bool:
    """Whether a folded word only holds a sentence together."""
    return word in FUNCTION_WORDS.get(language, ())
