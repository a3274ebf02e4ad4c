using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Streaming;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>
/// Stands for the provider that knows Claude's own body: writes what it was asked into the body, and gives back what it was told as text, so that
/// a test sees what InvokeModel's own layer does to either.
/// </summary>
internal sealed class ClaudeWords : Provider
{
    public override ProviderKind Kind => ProviderKind.Anthropic;

    public override Dialect Dialect => Dialect.Anthropic;

    public override WireFormat ChatFormat => WireFormat.AnthropicMessages;

    public override VendorRequest EncodeChat(ChatRequest request, VendorModel model, EncodeNotes notes)
    {
        string origins = string.Join(',', request.Messages.SelectMany(m => m.Parts).OfType<ReasoningPart>().Select(p => p.Origin?.ToString() ?? "none"));
        return new()
        {
            Method = "POST",
            Target = "/v1/messages",
            Headers = [new("anthropic-version", "2023-06-01"), new("Anthropic-Beta", "a, b")],
            Body = Encoding.UTF8.GetBytes($$"""{"model":"{{model.Id}}","max_tokens":5,"stream":true,"origins":"{{origins}}","text":"é"}"""),
        };
    }

    public override ChatStreamDecoder CreateStreamDecoder(VendorModel model) => new Decoder();

    public override void DecodeChat(ReadOnlyMemory<byte> body, HeaderMap headers, VendorModel model, List<ChatEvent> events)
        => events.AddRange([new TextDelta(Encoding.UTF8.GetString(body.Span)), new ReasoningSealed { Origin = Dialect.Anthropic, Signature = "s" }]);

    public override AiError DecodeError(int status, HeaderMap headers, ReadOnlyMemory<byte> body) => new(AiErrorKind.Internal, "not asked");

    private sealed class Decoder : ChatStreamDecoder
    {
        public override IFrameReader Frames => throw new InvalidOperationException("Not asked: frames are of an event stream.");

        public override void Decode(ReadOnlySpan<byte> frame, List<ChatEvent> events)
            => events.AddRange([new TextDelta(Encoding.UTF8.GetString(frame)), new ReasoningSealed { Origin = Dialect.Anthropic, Signature = "s" }]);

        public override void Complete(List<ChatEvent> events) => events.Add(AnswerEnded.Instance);
    }
}
