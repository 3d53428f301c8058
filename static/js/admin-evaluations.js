// Keeps the Evaluations panel of the x-ray editor fresh and sends its buttons without leaving the editor.
// Without this script the buttons are ordinary form buttons and the page is reloaded to see progress.
(() => {
  const OPEN_EVERY_MS = 2000;
  const SETTLED_EVERY_MS = 15000;

  class EvaluationsPanel {
    constructor(element) {
      this.element = element;
      this.content = element.querySelector('[data-evaluations-content]');
      this.announcer = element.querySelector('[data-evaluations-announcer]');
      this.form = element.closest('form');
      this.busy = false;
      this.timer = null;
      this.said = this.summary();
      element.addEventListener('click', (event) => this.press(event));
      document.addEventListener('visibilitychange', () => this.schedule(0));
      this.schedule();
    }

    // A page that autosave has just created: its address then stands in the form.
    url() {
      if (!this.element.dataset.url) {
        const created = /\/pages\/(\d+)\/edit\//.exec(this.form?.action || '');
        if (created) {
          this.element.dataset.url = this.element.dataset.urlPattern.replace('/0/', `/${created[1]}/`);
        }
      }
      return this.element.dataset.url;
    }

    schedule(wait) {
      clearTimeout(this.timer);
      if (document.hidden) return;
      const open = this.content.querySelector('[data-evaluations-state="open"]') || !this.element.dataset.url;
      this.timer = setTimeout(() => this.refresh(), wait ?? (open ? OPEN_EVERY_MS : SETTLED_EVERY_MS));
    }

    async refresh() {
      if (!this.element.isConnected) return;
      if (!this.busy && this.url()) await this.load(this.url(), { method: 'GET' });
      this.schedule();
    }

    async press(event) {
      const button = event.target.closest('button[formaction]');
      if (!button || !this.content.contains(button)) return;
      event.preventDefault();
      event.stopPropagation();
      if (this.busy) return;
      this.busy = true;
      button.disabled = true;
      const token = this.form.querySelector('input[name="csrfmiddlewaretoken"]').value;
      await this.load(button.getAttribute('formaction'), { method: 'POST', headers: { 'X-CSRFToken': token } });
      button.disabled = false;
      this.busy = false;
      this.schedule();
    }

    async load(address, options) {
      const headers = { Accept: 'application/json', ...options.headers };
      try {
        const response = await fetch(address, { ...options, headers, credentials: 'same-origin' });
        if (!response.ok) throw new Error(String(response.status));
        this.swap((await response.json()).html);
      } catch {
        if (options.method === 'POST') this.announcer.textContent = 'That did not work. Reload the page and try again.';
      }
    }

    swap(html) {
      const focused = this.content.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      this.content.innerHTML = html;
      if (focused) {
        const again = this.content.querySelector(`[data-key="${CSS.escape(focused)}"]`);
        (again || this.content.querySelector('button, a'))?.focus();
      }
      const says = this.summary();
      if (says !== this.said) {
        this.said = says;
        this.announcer.textContent = says;
      }
    }

    // States and results only: elapsed seconds would be read out every two seconds.
    summary() {
      const notice = this.content.querySelector('[data-evaluations-notice]')?.textContent ?? '';
      const lines = [...this.content.querySelectorAll('.evaluations-panel__line')].map((line) =>
        ['.evaluations-panel__name', '.work-state__label', '.evaluations-panel__score']
          .map((part) => line.querySelector(part)?.textContent.trim())
          .filter(Boolean)
          .join(': '),
      );
      return [notice, ...lines].filter(Boolean).join('. ');
    }
  }

  const start = () => {
    for (const element of document.querySelectorAll('[data-evaluations-panel]')) {
      if (!element.evaluationsPanel) element.evaluationsPanel = new EvaluationsPanel(element);
    }
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
  else start();
})();
