// The rows of opening hours: more times for a day, one day copied to the weekdays, special days.
(() => {
  const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));

  const empty = (row) => {
    row.querySelectorAll("input").forEach((input) => {
      input.value = "";
    });
    return row;
  };

  const remove = (row) => {
    const list = row.parentElement;
    // One row stays to write into.
    if (list.children.length > 1) row.remove();
    else empty(row);
    changed(list);
  };

  const addTimes = (day) => {
    const times = day.querySelector("[data-hours-times]");
    const row = empty(times.lastElementChild.cloneNode(true));
    times.append(row);
    day.querySelector("[data-hours-closed]").checked = false;
    row.querySelector("input").focus();
  };

  const copy = (day) => {
    const values = [...day.querySelectorAll("[data-hours-time]")].map((row) =>
      [...row.querySelectorAll("input")].map((input) => input.value),
    );
    const closed = day.querySelector("[data-hours-closed]").checked;
    day.parentElement.querySelectorAll("[data-hours-weekday]").forEach((other) => {
      if (other === day) return;
      const times = other.querySelector("[data-hours-times]");
      while (times.children.length > values.length) times.lastElementChild.remove();
      while (times.children.length < values.length) {
        times.append(times.lastElementChild.cloneNode(true));
      }
      values.forEach((row, index) => {
        times.children[index].querySelectorAll("input").forEach((input, place) => {
          input.value = row[place];
        });
      });
      other.querySelector("[data-hours-closed]").checked = closed;
    });
    changed(day);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-articles-hours] button");
    if (!button) return;
    const day = button.closest("[data-hours-day]");
    if ("hoursRemove" in button.dataset) remove(button.closest("[data-hours-time]"));
    else if ("hoursAdd" in button.dataset) addTimes(day);
    else if ("hoursCopy" in button.dataset) copy(day);
    else if ("hoursAddSpecial" in button.dataset) {
      const hours = button.closest("[data-articles-hours]");
      const row = hours.querySelector("[data-hours-template]").content.cloneNode(true);
      const list = hours.querySelector("[data-hours-special]");
      list.append(row);
      list.lastElementChild.querySelector("input").focus();
    }
  });

  // Times written into a day that was marked as closed open it.
  document.addEventListener("input", (event) => {
    const day = event.target.closest?.("[data-articles-hours] [data-hours-day]");
    if (day && event.target.type === "time" && event.target.value) {
      day.querySelector("[data-hours-closed]").checked = false;
    }
  });
})();
