using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Compliance.Scanning;

namespace Gatehouse.Ai.Compliance.Redaction;

/// <summary>
/// Rewrites the fields of one request: what was recognised becomes placeholders. Made by a decision only. The clearance comes when every
/// field with something to replace was rewritten, so that no text goes out that was forgotten.
/// </summary>
internal sealed class Redactor
{
    private readonly ScannedField[] _fields;
    private readonly Dictionary<int, List<Detection>> _spans = [];
    private readonly HashSet<int> _pending = [];
    private readonly Func<Clearance> _clear;

    internal Redactor(Scan scan, DataClassSet redacted, Func<Clearance> clear)
    {
        _clear = clear;
        _fields = [.. scan.ScannedFields];
        Map = new PlaceholderMap(scan.HasPlaceholderLookalike);
        foreach (var detection in scan.Detections.Where(d => scan.IsRedacted(d.Kind, redacted)).OrderBy(d => d.Field).ThenBy(d => d.Start))
        {
            if (!_spans.TryGetValue(detection.Field, out var spans))
            {
                _spans.Add(detection.Field, spans = []);
                _pending.Add(detection.Field);
            }

            Merge(spans, detection);
        }
    }

    internal PlaceholderMap Map { get; }

    /// <summary>
    /// The text with placeholders in it. <paramref name="field"/> is the number that <see cref="Scan.Add"/> gave; another text than the
    /// one scanned under it throws <see cref="InvalidOperationException"/>, because nothing is known of it.
    /// </summary>
    public string Redact(int field, string text)
    {
        var scanned = _fields[field];
        if (!scanned.IsOf(text))
        {
            throw new InvalidOperationException("The text is not the one that was scanned.");
        }

        _pending.Remove(field);
        if (!_spans.TryGetValue(field, out var spans))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16 * spans.Count);
        var position = 0;
        foreach (var span in spans)
        {
            var value = text.Substring(span.Start, span.Length);
            result.Append(text, position, span.Start - position);
            result.Append(Map.For(span.Kind, scanned.Kind is FieldKind.ToolArguments or FieldKind.ToolDefinition ? Unescape(value) : value));
            position = span.End;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>The clearance for the rewritten request. Throws <see cref="InvalidOperationException"/> while a field is not rewritten.</summary>
    public Clearance Complete() =>
        _pending.Count == 0 ? _clear() : throw new InvalidOperationException($"{_pending.Count} fields are not rewritten.");

    /// <summary>Puts values back into one text of the answer; each block, choice and tool call of a stream has one of its own.</summary>
    /// <param name="json">Whether the text is JSON (arguments of a tool call), where values must be escaped.</param>
    public Restorer Restorer(bool json = false) => new(Map, json);

    public override string ToString() => $"redactor of {_spans.Count} fields";

    // Overlapping hits become one, of the kind that was surest.
    private static void Merge(List<Detection> spans, Detection next)
    {
        if (spans.Count == 0 || spans[^1].End <= next.Start)
        {
            spans.Add(next);
            return;
        }

        var last = spans[^1];
        var kind = next.Score > last.Score ? next.Kind : last.Kind;
        spans[^1] = new Detection(last.Field, kind, last.Start, Math.Max(last.End, next.End) - last.Start, Math.Max(last.Score, next.Score));
    }

    // What stands escaped in JSON is remembered as it reads, because it may be restored into plain text.
    private static string Unescape(string value)
    {
        if (!value.Contains('\\'))
        {
            return value;
        }

        try
        {
            return JsonSerializer.Deserialize($"\"{value}\"", RedactionJson.Default.String) ?? value;
        }
        catch (JsonException)
        {
            return value;
        }
    }
}
