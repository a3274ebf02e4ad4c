using System.Text;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.OpenAi;

public class OpenAiPassageTests
{
    private const string M = "\"messages\":[{\"role\":\"user\",\"content\":\"model\"}]";

    // What the client sent; what the vendor gets.
    public static TheoryData<string, string> Bodies => new()
    {
        { $$$"""{"model":"a",{{{M}}}}""", $$$"""{"model":"v/1",{{{M}}}}""" },
        { $$$""" { {{{M}}} ,  "model" : "a\u0062" , "x":1.0e0,"y":{"model":"z"}} """, $$$""" { {{{M}}} ,  "model" : "v/1" , "x":1.0e0,"y":{"model":"z"}} """ },
        { $$$"""{"mod\u0065l":"a",{{{M}}}}""", $$$"""{"mod\u0065l":"v/1",{{{M}}}}""" },
        { $$$"""{"model":"a",{{{M}}},"stream":true}""", $$$"""{"model":"v/1","stream_options":{"include_usage":true},{{{M}}},"stream":true}""" },
        { $$$"""{"model":"a",{{{M}}},"stream":true,"stream_options":null}""", $$$"""{"model":"v/1",{{{M}}},"stream":true,"stream_options":{"include_usage":true}}""" },
        { $$$"""{"model":"a",{{{M}}},"stream":true,"stream_options": { } }""", $$$"""{"model":"v/1",{{{M}}},"stream":true,"stream_options": {"include_usage":true } }""" },
        { $$$"""{"stream_options":{"include_obfuscation":false},"model":"a",{{{M}}},"stream":true}""", $$$"""{"stream_options":{"include_usage":true,"include_obfuscation":false},"model":"v/1",{{{M}}},"stream":true}""" },
        { $$$"""{"stream_options":{"include_usage": false },"model":"a",{{{M}}},"stream":true}""", $$$"""{"stream_options":{"include_usage": true },"model":"v/1",{{{M}}},"stream":true}""" },
        { $$$"""{"model":"a",{{{M}}},"stream":true,"stream_options":{"include_usage" :true}}""", $$$"""{"model":"v/1",{{{M}}},"stream":true,"stream_options":{"include_usage" :true}}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_passes_with_the_model_exchanged_and_every_other_byte_as_it_was(string body, string passed)
    {
        var request = OpenAiClient.Decode("/v1/chat/completions", body);
        var call = new OpenAiProvider(ProviderKind.OpenAi).PassChat(request, Encoding.UTF8.GetBytes(body), OpenAiClient.Model(ProviderKind.OpenAi, "v/1"));

        Assert.NotNull(call);
        Assert.Equal(passed, Encoding.UTF8.GetString(call.Body.Span));
        Assert.Equal(request.IsStream, call.IsStream);
    }

    [Fact]
    public void Thought_marked_with_its_origin_does_not_pass()
    {
        const string Body = """{"model":"a","messages":[{"role":"assistant","content":"x","thinking_blocks":[{"type":"thinking","thinking":"t","signature":"ghs1.2.sig"}]}]}""";
        var request = OpenAiClient.Decode("/v1/chat/completions", Body);

        Assert.Null(new OpenAiProvider(ProviderKind.OpenAi).PassChat(request, Encoding.UTF8.GetBytes(Body), OpenAiClient.Model(ProviderKind.OpenAi)));
    }

    [Fact]
    public void Request_of_another_format_does_not_pass()
    {
        const string Body = """{"model":"a","input":"Hi"}""";
        var request = OpenAiClient.Decode("/v1/responses", Body);

        Assert.Null(new OpenAiProvider(ProviderKind.OpenAi).PassChat(request, Encoding.UTF8.GetBytes(Body), OpenAiClient.Model(ProviderKind.OpenAi)));
    }

    [Fact]
    public void Model_name_is_escaped()
    {
        const string Body = """{"model":"a","messages":[{"role":"user","content":"Hi"}]}""";
        var request = OpenAiClient.Decode("/v1/chat/completions", Body);
        var call = new OpenAiProvider(ProviderKind.OpenAiCompatible).PassChat(request, Encoding.UTF8.GetBytes(Body), OpenAiClient.Model(ProviderKind.OpenAiCompatible, "a\"b\\ü"))!;

        Assert.Equal("""{"model":"a\"b\\ü","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8.GetString(call.Body.Span));
    }
}
