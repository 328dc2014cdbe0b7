// The page works without this file. It adds: a button that copies the link of the profile.
"use strict";

const link = document.getElementById("permalink");
if (link && navigator.clipboard) {
  const english = document.documentElement.lang === "en";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "soft";
  button.textContent = english ? "Copy the link" : "Kopieer de link";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.textContent);
    button.textContent = english ? "Copied" : "Gekopieerd";
  });
  link.parentElement.append(button);
}
