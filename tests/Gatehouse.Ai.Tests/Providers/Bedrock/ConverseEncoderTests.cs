using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Bedrock;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

public class ConverseEncoderTests
{
    public static IEnumerable<object[]> Names() => ConverseBodies.All.Select(b => new object[] { b.Name });

    [Theory]
    [MemberData(nameof(Names))]
    public void Request_becomes_its_body(string name)
    {
        var wanted = ConverseBodies.All.Single(b => b.Name == name);
        var notes = new EncodeNotes(rejects: false);
        string body = Encoding.UTF8.GetString(ConverseEncoder.Encode(wanted.Request, wanted.Model, notes).Span);

        Assert.Equal(wanted.Json, body);
        Assert.Equal(wanted.Warnings, notes.Warnings);
    }

    [Theory]
    [InlineData("n", "seed")]
    [InlineData("what Bedrock does not have", "top_k")]
    [InlineData("JSON beside tools", "response_format")]
    [InlineData("no tool shall be called, some were", "tool_choice")]
    [InlineData("fields of other clients", "prediction")]
    [InlineData("content of one vendor", "messages[0].content[1]")]
    public void What_cannot_be_honoured_is_refused_where_policy_rejects(string name, string field)
    {
        var wanted = ConverseBodies.All.FirstOrDefault(b => b.Name == name);
        var request = wanted?.Request ?? ConverseBodies.All[0].Request with { Seed = 1, Choices = 2 };

        var refused = Assert.Throws<AiException>(() => ConverseEncoder.Encode(request, wanted?.Model ?? BedrockModels.Of(BedrockModels.Claude), new(rejects: true)));
        Assert.Equal(AiErrorKind.Unsupported, refused.Error.Kind);
        Assert.Equal(field, refused.Error.Field);
    }

    public static IEnumerable<object[]> Impossible() =>
    [
        ["image url", new ImagePart(new() { Url = "https://example.com/a.png" }), "messages[0].content[0]"],
        ["image file", new ImagePart(new() { FileId = "file-1" }), "messages[0].content[0]"],
        ["image format", new ImagePart(new() { MediaType = "image/tiff", Base64 = "AAAA" }), "messages[0].content[0]"],
        ["document format", new FilePart(new() { MediaType = "application/zip", Base64 = "AAAA" }, "a.zip"), "messages[0].content[0]"],
        ["document url", new FilePart(new() { MediaType = "application/pdf", Url = "https://example.com/a.pdf" }, null), "messages[0].content[0]"],
        ["sound format", new AudioPart(new() { Base64 = "AAAA" }, "midi"), "messages[0].content[0]"],
        ["nothing", new TextPart("  "), "messages"],
    ];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_said_is_refused(string name, object part, string field)
    {
        var request = new ChatRequest { Model = "m", Format = WireFormat.OpenAiChat, Messages = [new(MessageRole.User, [(Part)part])] };

        var refused = Assert.Throws<AiException>(() => ConverseEncoder.Encode(request, BedrockModels.Of(BedrockModels.Claude), new(rejects: false)));
        Assert.Equal((name, field), (name, refused.Error.Field));
    }
}
