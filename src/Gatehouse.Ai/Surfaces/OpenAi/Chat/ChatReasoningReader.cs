using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>
/// Reads the thought of a message that a client plays back, in the fields that have become common: <c>thinking_blocks</c> with signatures, else
/// <c>reasoning_details</c>, else text only as <c>reasoning_content</c> or <c>reasoning</c>.
/// </summary>
internal static class ChatReasoningReader
{
    /// <summary>Adds the thought, if there is any.</summary>
    public static void Read(StrictObject message, List<Part> parts)
    {
        var blocks = message.Array("thinking_blocks");
        var details = message.Array("reasoning_details");
        if (blocks is { } sealedBlocks && sealedBlocks.GetArrayLength() > 0)
        {
            ReadBlocks(sealedBlocks, message.At("thinking_blocks"), "thinking", parts);
        }
        else if (details is { } sealedDetails && sealedDetails.GetArrayLength() > 0)
        {
            ReadBlocks(sealedDetails, message.At("reasoning_details"), "text", parts);
        }
        else if ((message.Text("reasoning_content") ?? message.Text("reasoning")) is { Length: > 0 } text)
        {
            parts.Add(new ReasoningPart(text));
        }
    }

    private static void ReadBlocks(JsonElement array, string path, string textName, List<Part> parts)
    {
        int index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var block = new StrictObject(element, $"{path}[{index++}]");
            var (signatureOrigin, signature) = Take(block.Text("signature"));
            var (dataOrigin, data) = Take(block.Text("data"));
            parts.Add(new ReasoningPart(block.Text(textName) ?? block.Text("summary") ?? "")
            {
                Signature = signature,
                Redacted = data,
                Origin = signature is null ? dataOrigin : signatureOrigin,
                Id = block.Text("id"),
            });
        }
    }

    private static (Dialect? Origin, string? Value) Take(string? tagged)
        => string.IsNullOrEmpty(tagged) ? (null, null) : SignatureTag.Take(tagged, Dialect.OpenAi);
}
