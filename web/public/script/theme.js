// Puts the visitor's theme on the page before anything is drawn: a classic script, for modules come too late.
try {
    const theme = localStorage.getItem("arena.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
    // Without storage the system's theme serves.
}
