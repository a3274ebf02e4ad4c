using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>
/// Reasoning items. Their only place for proofs is <c>encrypted_content</c>: what OpenAI encrypted stands there as it is; a signature or encrypted thought of
/// another vendor is marked with its origin and with which of the two it is.
/// </summary>
internal static class ResponsesReasoning
{
    private const string SignatureMark = "s.";
    private const string RedactedMark = "r.";

    /// <summary>Reads an item that the client plays back.</summary>
    public static ReasoningPart Read(StrictObject item)
    {
        var text = Text(item, "summary", "summary_text") + Text(item, "content", "reasoning_text");
        var part = new ReasoningPart(text) { Id = item.Text("id") };
        if (item.Text("encrypted_content") is not { Length: > 0 } kept)
        {
            return part;
        }

        var (origin, value) = SignatureTag.Take(kept, Dialect.OpenAi);
        return value switch
        {
            _ when value == kept => part with { Redacted = value, Origin = origin },
            _ when value.StartsWith(SignatureMark, StringComparison.Ordinal) => part with { Signature = value[SignatureMark.Length..], Origin = origin },
            _ when value.StartsWith(RedactedMark, StringComparison.Ordinal) => part with { Redacted = value[RedactedMark.Length..], Origin = origin },
            _ => throw StrictObject.Wrong(item.At("encrypted_content"), "has been changed since it was given out"),
        };
    }

    /// <summary>What the client is to keep; null = nothing.</summary>
    public static string? Keep(string? signature, string? redacted, Dialect? origin)
    {
        if (origin is not { } minter || (signature ?? redacted) is null)
        {
            return null;
        }

        return minter == Dialect.OpenAi && redacted is not null
            ? redacted
            : SignatureTag.Put(minter, signature is not null ? SignatureMark + signature : RedactedMark + redacted);
    }

    private static string Text(StrictObject item, string name, string type)
    {
        if (item.Array(name) is not { } pieces)
        {
            return "";
        }

        var texts = new List<string>(1);
        foreach (var element in pieces.EnumerateArray())
        {
            var piece = new StrictObject(element, $"{item.At(name)}[{texts.Count}]");
            piece.Word("type", type);
            texts.Add(piece.Text("text") ?? throw piece.Missing("text"));
        }

        return string.Concat(texts);
    }
}
