"""Draw the demo's pictures: ``python -m cms.demo.draw [name ...]``.

The pictures are kept in the repository, so this runs only when a drawing changes.
"""

import sys
from collections.abc import Callable

from PIL import Image

from cms.demo.drawing import figures, houses, logos, places, science
from cms.demo.files import IMAGES

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "infusion-room": places.infusion_room,
    "dusk-aura": places.dusk_aura,
    "brain-wave": science.brain_wave,
    "synapse": science.synapse,
    "attack-stages": science.attack_stages,
    "balance": figures.balance,
    "evidence-scale": figures.evidence_columns,
    "house-northlight": houses.northlight,
    "house-costa-serena": houses.costa_serena,
    "house-harbour-lane": houses.harbour_lane,
    "logo-northlight": logos.northlight,
    "logo-costa-serena": logos.costa_serena,
    "logo-harbour-lane": logos.harbour_lane,
}


def main(names: list[str]) -> None:
    for name in names or PICTURES:
        picture = PICTURES[name]()
        if name.startswith("logo-"):
            path = IMAGES / f"{name}.png"
            picture.save(path, optimize=True)
        else:
            path = IMAGES / f"{name}.jpg"
            picture.save(path, quality=84, optimize=True, progressive=True)
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
