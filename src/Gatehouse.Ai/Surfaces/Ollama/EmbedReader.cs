using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Reads the bodies of <c>/api/embed</c> and of its predecessor <c>/api/embeddings</c>.</summary>
internal static class EmbedReader
{
    public static EmbeddingsRequest Read(in ClientCall call, bool isLegacy)
    {
        using var document = RequestBody.Parse(call.Body);
        var root = RequestBody.Root(document);
        var foreign = new List<ForeignField>();
        if (isLegacy)
        {
            root.KeepOthers(foreign, areHints: false, "model", "prompt", "keep_alive", "options");
        }
        else
        {
            root.KeepOthers(foreign, areHints: false, "model", "input", "truncate", "dimensions", "keep_alive", "options");
        }

        root.Of("options")?.KeepOthers(foreign, areHints: false);
        if (root.Of("keep_alive") is { } keep)
        {
            foreign.Add(new ForeignField("keep_alive", keep.Kept) { IsHint = true });
        }

        return new EmbeddingsRequest
        {
            Model = root.Need("model").SomeText(),
            Format = isLegacy ? WireFormat.None : WireFormat.OllamaEmbed,
            Texts = isLegacy ? [root.Need("prompt").Text()] : TextsOf(root.Need("input")),
            Truncates = isLegacy ? null : root.Of("truncate")?.Flag(),
            Dimensions = isLegacy ? null : root.Of("dimensions")?.Whole(0) is { } count and > 0 ? count : null,
            Foreign = foreign,
        };
    }

    private static string[] TextsOf(Field input) => input switch
    {
        { IsText: true } => [input.Text()],
        { IsArray: true } => input.Texts(),
        _ => throw input.Wrong("a string or an array of strings"),
    };
}
