using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Pipeline;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>No text of a request goes out that was not shown to compliance.</summary>
public class RequestTextsTests
{
    private static readonly HashSet<string> NoContent = ["ChatRequest.Model", "MediaSource.Base64", "ReasoningPart.Signature", "ReasoningPart.Redacted", "ForeignPart.Kind", "EmbeddingsRequest.Model"];

    [Fact]
    public void Every_text_of_a_request_is_seen_and_can_be_replaced()
    {
        var request = (ChatRequest)Filled.Make(typeof(ChatRequest), "");
        var seen = new Collector();

        var changed = RequestTexts.Visit(request, seen);

        var missing = Filled.TextsOf(request).Where(t => !NoContent.Contains(t.Owner) && !seen.Texts.Any(s => s.Contains(t.Text, StringComparison.Ordinal)));
        Assert.Empty(missing);
        Assert.DoesNotContain(Filled.TextsOf(changed), t => !NoContent.Contains(t.Owner) && t.Owner != "ForeignField.Path" && !t.Text.StartsWith("changed", StringComparison.Ordinal) && !t.Owner.Contains("Json", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_text_of_an_embeddings_request_is_seen()
    {
        var request = (EmbeddingsRequest)Filled.Make(typeof(EmbeddingsRequest), "");
        var seen = new Collector();

        RequestTexts.Visit(request, seen);

        Assert.DoesNotContain(Filled.TextsOf(request), t => !NoContent.Contains(t.Owner) && !seen.Texts.Any(s => s.Contains(t.Text, StringComparison.Ordinal)));
        Assert.True(seen.Uninspectables > 0);
    }

    private sealed class Collector : ITextVisitor
    {
        public List<string> Texts { get; } = [];

        public int Uninspectables { get; private set; }

        public bool Rewrites => true;

        public string Text(FieldKind kind, string text)
        {
            Texts.Add(text);
            // The name of a field cannot be replaced.
            return text.EndsWith(".ForeignField.Path>", StringComparison.Ordinal) ? text : "changed " + text;
        }

        public JsonElement Json(FieldKind kind, JsonElement value)
        {
            Texts.Add(value.GetRawText());
            return value;
        }

        public void Uninspectable(UninspectableKind kind, string? data = null) => Uninspectables++;
    }
}
