"""StreamField blocks of an x-ray, small ones first."""

from wagtail import blocks


class ClaimBlock(blocks.StructBlock):
    """What a role is really testing: "claim, not contrast", with words of the job description as proof."""

    claim = blocks.CharBlock(
        max_length=120, help_text="What the role tests, for example “Ownership of long-lived services”."
    )
    contrast = blocks.CharBlock(
        max_length=120, label="Not", help_text="What it does not test; readers see “claim, not contrast”."
    )
    text = blocks.RichTextBlock(features=["bold", "italic"], help_text="Two to four sentences.")
    quotes = blocks.ListBlock(
        blocks.CharBlock(max_length=300),
        label="Words from the job description",
        help_text="Copied exactly; publishing checks that they stand in the text.",
        min_num=1,
        max_num=4,
    )

    class Meta:
        icon = "pick"
        label = "Claim"
        description = "One thing the role really tests, with words from the job description"
        template = "xrays/blocks/claim.html"
        preview_value = {
            "claim": "Ownership of long-lived services",
            "contrast": "feature velocity",
            "text": "<p>The role asks who keeps a service alive in its third year.</p>",
            "quotes": ["ownership of long-lived services"],
        }
        form_layout = ["claim", "contrast", "text", "quotes"]


class ClaimsBlock(blocks.StreamBlock):
    """The list of claims; an x-ray carries up to six, four being the house's habit."""

    claim = ClaimBlock()

    class Meta:
        max_num = 6
        required = False


class TextPageBlock(blocks.StreamBlock):
    """The body of a plain page."""

    heading = blocks.CharBlock(
        form_classname="title",
        icon="title",
        description="A heading inside the page",
        template="xrays/blocks/heading.html",
        preview_value="What stands on a page",
    )
    paragraph = blocks.RichTextBlock(
        features=["bold", "italic", "link", "ul", "ol"],
        icon="pilcrow",
        description="Running text",
        template="xrays/blocks/paragraph.html",
        preview_value="<p>Every number on an x-ray can be opened.</p>",
    )
    note = blocks.RichTextBlock(
        features=["bold", "italic", "link"],
        icon="info-circle",
        description="A remark set apart from the text",
        template="xrays/blocks/note.html",
        preview_value="<p>Personas are fictional.</p>",
    )

    class Meta:
        required = False
