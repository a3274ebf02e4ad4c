using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Redaction;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Puts placeholders where protected data was found, in the order in which <see cref="ScanVisitor"/> added the texts.</summary>
internal sealed class RedactVisitor(Redactor redactor) : ITextVisitor
{
    private int _next;

    /// <inheritdoc/>
    public bool Rewrites => true;

    /// <inheritdoc/>
    public string Text(FieldKind kind, string text) => redactor.Redact(_next++, text);

    /// <inheritdoc/>
    public JsonElement Json(FieldKind kind, JsonElement value)
    {
        string text = redactor.Redact(_next++, value.GetRawText());
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            // A number was protected, and a placeholder is none: what cannot be rewritten does not go out.
            throw new AiException(AiErrorKind.PolicyRefused, "A compliance policy demands that data be replaced where it cannot be: in a number inside JSON.");
        }
    }

    /// <inheritdoc/>
    public void Uninspectable(UninspectableKind kind, string? data = null)
    {
    }
}
