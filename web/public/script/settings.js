// The visitor's settings, kept in this browser.

/** The settings with what may be chosen; the first is the default. */
const CHOICES = {
    theme: ["auto", "light", "dark"],
    keys: ["on", "off"],
    undo: ["4", "0", "10"],
};

/** The value of a setting: the one kept, or the default. */
export function setting(name) {
    const choices = CHOICES[name];
    try {
        const kept = localStorage.getItem(`arena.${name}`);
        return choices.includes(kept) ? kept : choices[0];
    } catch {
        return choices[0]; // Storage may be switched off.
    }
}

/** Keeps a setting. */
export function keepSetting(name, value) {
    try {
        localStorage.setItem(`arena.${name}`, value);
    } catch {
        // It then lasts as long as the page does.
    }
}

/** Ties each `<select data-setting>` of the page to its setting; `onChange` hears of every change. */
export function bindSettings(onChange) {
    for (const field of document.querySelectorAll("select[data-setting]")) {
        field.value = setting(field.dataset.setting);
        field.addEventListener("change", () => {
            keepSetting(field.dataset.setting, field.value);
            onChange(field.dataset.setting, field.value);
        });
    }
}
