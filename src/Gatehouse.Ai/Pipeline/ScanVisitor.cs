using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Scanning;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Adds every text to a scan, and counts characters for estimates.</summary>
/// <param name="scan">The scan.</param>
/// <param name="detects">Whether texts are looked at; otherwise only what is declared counts.</param>
/// <param name="seen">Gets every text that was shown; null = nobody wants to know.</param>
internal sealed class ScanVisitor(Scan scan, bool detects, HashSet<string>? seen = null) : ITextVisitor
{
    public long Characters { get; private set; }

    /// <summary>Characters beyond ASCII.</summary>
    public long NonAscii { get; private set; }

    /// <summary>Parts that are no text.</summary>
    public int Uninspectables { get; private set; }

    /// <inheritdoc/>
    public bool Rewrites => false;

    /// <inheritdoc/>
    public bool Reads => detects;

    /// <inheritdoc/>
    public string Text(FieldKind kind, string text)
    {
        Count(text);
        if (detects)
        {
            seen?.Add(text);
            scan.Add(kind, text);
        }

        return text;
    }

    /// <inheritdoc/>
    public JsonElement Json(FieldKind kind, JsonElement value)
    {
        if (detects)
        {
            Text(kind, value.GetRawText());
            return value;
        }

        // Nobody reads it: counted as it stands in the request.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (Ascii.IsValid(raw))
        {
            Characters += raw.Length;
        }
        else
        {
            Count(value.GetRawText());
        }

        return value;
    }

    /// <inheritdoc/>
    public void Note(string text) => seen?.Add(text);

    /// <inheritdoc/>
    public void Uninspectable(UninspectableKind kind, string? data = null)
    {
        if (data is not null)
        {
            seen?.Add(data);
        }

        Uninspectables++;
        scan.AddUninspectable(kind);
    }

    private void Count(ReadOnlySpan<char> text)
    {
        Characters += text.Length;
        int first = text.IndexOfAnyExceptInRange('\0', '\x7f');
        if (first >= 0)
        {
            foreach (char c in text[first..])
            {
                NonAscii += c > 0x7f ? 1 : 0;
            }
        }
    }
}
