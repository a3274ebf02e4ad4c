using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// InvokeModel with Claude's own body: what Anthropic's API takes, without <c>model</c> and <c>stream</c>, with a version of its own. The words are
/// those of the provider for Anthropic; only who minted a thought is told apart, because what one side signs is not shown to the other.
/// </summary>
internal sealed class InvokeCodec(Provider anthropic)
{
    private const string Version = "bedrock-2023-05-31";
    private const string BetaHeader = "anthropic-beta";

    /// <summary>The body for InvokeModel.</summary>
    public ReadOnlyMemory<byte> Encode(ChatRequest request, VendorModel model, EncodeNotes notes)
    {
        var made = anthropic.EncodeChat(request with { Messages = [.. request.Messages.Select(ForAnthropic)] }, model, notes);
        using var body = JsonDocument.Parse(made.Body, ConverseEncoder.Deep);
        var output = new ArrayBufferWriter<byte>(made.Body.Length + 64);
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("anthropic_version", Version);
            WriteBetas(json, made);
            foreach (var member in body.RootElement.EnumerateObject())
            {
                if (member.Name is not ("model" or "stream"))
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>An answer that came whole.</summary>
    public void Decode(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model, List<ChatEvent> events)
    {
        int before = events.Count;
        anthropic.DecodeChat(body, headers, model, events);
        ToBedrock(events, before);
    }

    /// <summary>A decoder for a stream.</summary>
    public ChatStreamDecoder CreateStreamDecoder(VendorModel model) => new InvokeStreamDecoder(anthropic.CreateStreamDecoder(model));

    /// <summary>Says of events from an index on that their proofs were minted here.</summary>
    public static void ToBedrock(List<ChatEvent> events, int from)
    {
        for (int i = from; i < events.Count; i++)
        {
            if (events[i] is ReasoningSealed proof)
            {
                events[i] = proof with { Origin = Dialect.Bedrock };
            }
        }
    }

    private static Message ForAnthropic(Message message)
        => message.Parts.Any(static p => p is ReasoningPart)
            ? message with { Parts = [.. message.Parts.Select(static p => p is ReasoningPart thought ? thought with { Origin = thought.Origin == Dialect.Bedrock ? Dialect.Anthropic : null } : p)] }
            : message;

    private static void WriteBetas(Utf8JsonWriter json, VendorRequest made)
    {
        string[] betas = [.. made.Headers.Where(static h => h.Key.Equals(BetaHeader, StringComparison.OrdinalIgnoreCase))
            .SelectMany(static h => h.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        if (betas.Length == 0)
        {
            return;
        }

        json.WriteStartArray("anthropic_beta");
        foreach (string beta in betas)
        {
            json.WriteStringValue(beta);
        }

        json.WriteEndArray();
    }
}
