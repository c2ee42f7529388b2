// The first mail of a site of one's own: a page of blocks in the colors of the brand, light and dark, to be changed in the editor of templates.

export const ownSiteMail = {
  'templates/welcome.yaml': `template: welcome
description: The first mail after signing up.
subject: "Welcome{% if subscriber.first_name %}, {{ subscriber.first_name }}{% endif %}"
mjml: { file: ./welcome.mjml }
topic: news
samples: { lena: { subscriber: { first_name: Lena } }, a-stranger: {} }
`,
  'templates/welcome.mjml': `<mjml>
  <mj-head>
    <mj-breakpoint width="600px" />
    <mj-attributes>
      <mj-all font-family="{{ brand.fonts.body }}" />
      <mj-section padding="0" />
      <mj-column padding="0" />
      <mj-text padding="0" font-size="16px" line-height="26px" color="{{ brand.colors.ink }}" css-class="ink" />
      <mj-table padding="0" font-size="16px" line-height="23px" color="{{ brand.colors.ink }}" css-class="ink" />
      <mj-image padding="0" />
      <mj-divider padding="0" border-width="1px" border-color="{{ brand.colors.line }}" css-class="rule" />
      <mj-button align="left" padding="0" background-color="{{ brand.colors.accent }}" color="{{ brand.colors.onAccent }}" border-radius="8px" font-size="16px" line-height="20px" font-weight="600" inner-padding="15px 30px" css-class="button" />
    </mj-attributes>
    <mj-style>
      h1, h2, p { margin: 0; }
      a { color: {{ brand.colors.link }}; }
      .ink a.plain { color: {{ brand.colors.ink }}; text-decoration: none; }
      @media (max-width: 600px) {
        .edge > table > tbody > tr > td { padding-left: 24px !important; padding-right: 24px !important; }
        .card, .card > table { border-radius: 0 !important; }
        .button table { width: 100% !important; }
      }
      @media (prefers-color-scheme: dark) {
        body, .ground { background-color: {{ brand.dark.ground }} !important; }
        .card, .card > table { background: {{ brand.dark.card }} !important; background-color: {{ brand.dark.card }} !important; }
        .ink > div, .ink > table, .ink h1, .ink h2, .ink p, .ink td, .ink a.plain { color: {{ brand.dark.ink }} !important; }
        .ink a { color: {{ brand.dark.link }} !important; }
        .soft > div, .soft a { color: {{ brand.dark.soft }} !important; }
        .ink td.line { border-color: {{ brand.dark.line }} !important; }
        .tile { background-color: {{ brand.dark.tint }} !important; }
        .rule p { border-top-color: {{ brand.dark.line }} !important; }
        .button td, .button td > a { background: {{ brand.dark.accent }} !important; background-color: {{ brand.dark.accent }} !important; color: {{ brand.dark.onAccent }} !important; }
      }
    </mj-style>
  </mj-head>
  <mj-body css-class="ground" background-color="{{ brand.colors.ground }}" width="600px">
    <mj-section><mj-column><mj-spacer height="24px" /></mj-column></mj-section>
    <mj-wrapper css-class="card" background-color="{{ brand.colors.card }}" border-radius="12px" padding="0">
      <mj-section padding="32px 40px 0 40px" css-class="edge">
        <mj-column>
          <mj-text font-family="{{ brand.fonts.heading }}" font-size="18px" line-height="24px"><b>{{ brand.name }}</b></mj-text>
        </mj-column>
      </mj-section>
      <mj-section padding="28px 40px 0 40px" css-class="edge">
        <mj-column>
          <mj-text font-family="{{ brand.fonts.heading }}" padding="0 0 16px 0"><h1 style="margin:0;font-size:32px;line-height:40px;font-weight:600;">Good to have you</h1></mj-text>
          <mj-text padding="0 0 24px 0">Hello{% if subscriber.first_name %}, {{ subscriber.first_name }}{% endif %}.</mj-text>
          <mj-text padding="0 0 24px 0">Just answer this mail if there is anything you want to know.</mj-text>
          {% if brand.site != blank %}<mj-button href="{{ brand.site }}">Have a look</mj-button>{% endif %}
        </mj-column>
      </mj-section>
      <mj-section><mj-column><mj-spacer height="40px" /></mj-column></mj-section>
    </mj-wrapper>
    <mj-section padding="24px 40px 40px 40px" css-class="edge">
      <mj-column>
        <mj-text align="center" font-size="13px" line-height="21px" color="{{ brand.colors.soft }}" css-class="soft">You get this because you signed up with us.<br>{{ workspace.address }}<br><a href="{{ unsubscribe_url }}" style="color:{{ brand.colors.soft }};">No more mails</a></mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`,
} as const
