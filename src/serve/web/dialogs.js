// The two dialogs: accept a finding with a reason, and the desk's token. Both are <dialog>: the focus stays inside, Esc
// closes, and it goes back to what had it.
import { accept, errorSentences } from "./api.js";
import { cutText, appendText } from "./text.js";
import { words } from "./words.js";

/// Form data under method=dialog is kept by us: what is posted decides whether the dialog may close.
function open(dialog, onSubmit) {
  const form = dialog.querySelector("form");
  return new Promise((resolve) => {
    let result = null;
    const submitted = async (event) => {
      event.preventDefault();
      if (event.submitter?.value === "cancel") {
        dialog.close();
        return;
      }
      const buttons = [...form.querySelectorAll("button")];
      buttons.forEach((button) => (button.disabled = true));
      result = await onSubmit();
      buttons.forEach((button) => (button.disabled = false));
      if (result !== null) dialog.close();
    };
    const closed = () => {
      form.removeEventListener("submit", submitted);
      resolve(result);
    };
    form.addEventListener("submit", submitted);
    dialog.addEventListener("close", closed, { once: true });
    dialog.showModal();
  });
}

/// Asks why, and puts `finding` into the baseline; resolves to {reason, wasThere}, or to null if nothing was accepted.
/// `wasThere`: somebody has accepted it meanwhile, and that reason stands.
export async function askToAccept(finding, count) {
  const dialog = document.getElementById("accept");
  const what = document.getElementById("accept-what");
  const reason = document.getElementById("reason");
  const failed = document.getElementById("accept-error");
  what.replaceChildren();
  appendText(what, cutText(finding.message, 600));
  reason.value = "";
  failed.textContent = "";
  return open(dialog, async () => {
    const given = reason.value.trim();
    failed.textContent = "";
    try {
      if (given === "") throw new Error(words.reasonWanted);
      await accept(finding, given, count);
      return { reason: given, wasThere: false };
    } catch (error) {
      if (error.code === "already-accepted") return { reason: error.entry?.reason ?? "", wasThere: true };
      failed.textContent = errorSentences(error);
      reason.focus();
      return null;
    }
  });
}

/// Asks for the token; null if there is none to give. `wasWrong`: say that the last one was.
export async function askForToken(wasWrong = false) {
  const dialog = document.getElementById("login");
  const token = document.getElementById("token");
  const failed = document.getElementById("login-error");
  token.value = "";
  failed.textContent = wasWrong ? words.wrongToken : "";
  return open(dialog, async () => token.value);
}
