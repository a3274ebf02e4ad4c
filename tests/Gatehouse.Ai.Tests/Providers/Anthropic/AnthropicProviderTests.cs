using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Anthropic;

public class AnthropicProviderTests
{
    private static readonly MessagesEndpoint Endpoint = (MessagesEndpoint)new AnthropicSurface().Endpoints[0];

    [Theory]
    [InlineData(""" { "max_tokens" : 5, "model" : "claude" ,"messages":[{"role":"user","content":"\u0068i"}],  "x": 1.0 } """, """ { "max_tokens" : 5, "model" : "a/b" ,"messages":[{"role":"user","content":"\u0068i"}],  "x": 1.0 } """)]
    [InlineData("""{"metadata":{"model":"no"},"mod\u0065l":"claude","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""", """{"metadata":{"model":"no"},"mod\u0065l":"a/b","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""")]
    public void Body_passes_with_nothing_but_the_models_name_changed(string body, string sent)
    {
        var request = Calls.Decode(Endpoint, body, ("anthropic-beta", "b1, b2"), ("anthropic-beta", "b3"));
        var call = new AnthropicProvider().PassChat(request, Encoding.UTF8.GetBytes(body), Vendors.Model(ProviderKind.Anthropic, "a/b"))!;

        Assert.Equal(sent, Encoding.UTF8.GetString(call.Body.Span));
        Assert.Equal("/v1/messages", call.Target);
        Assert.Contains(new("anthropic-beta", "b1,b2,b3"), call.Headers);
        Assert.Contains(new("anthropic-version", "2023-06-01"), call.Headers);
        Assert.Contains(new("x-api-key", Vendors.Key), call.Headers);
    }

    [Fact]
    public void Body_with_the_vendors_own_name_passes_as_it_is()
    {
        byte[] body = """{"model":"claude","max_tokens":5,"stream":true,"messages":[{"role":"user","content":"hi"}]}"""u8.ToArray();
        var call = new AnthropicProvider().PassChat(Calls.Decode(Endpoint, Encoding.UTF8.GetString(body)), body, Vendors.Model(ProviderKind.Anthropic, "claude"))!;

        Assert.True(call.Body.Equals(body));
        Assert.True(call.IsStream);
    }

    [Fact]
    public void Body_with_proofs_that_another_vendor_minted_does_not_pass()
    {
        string body = $$"""{"model":"c","max_tokens":5,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"{{SignatureTag.Put(Dialect.Bedrock, "x")}}"}]},{"role":"user","content":"ho"}]}""";

        Assert.Null(new AnthropicProvider().PassChat(Calls.Decode(Endpoint, body), Encoding.UTF8.GetBytes(body), Vendors.Model(ProviderKind.Anthropic)));
    }

    [Fact]
    public void Oauth_token_goes_as_bearer()
    {
        var model = Vendors.Model(ProviderKind.Anthropic);
        model = model with { Provider = model.Provider with { ApiKey = "sk-ant-oat01-x", ApiVersion = "2024-01-01", Headers = [new("x-extra", "1")] } };
        var probe = new AnthropicProvider().Probe(model.Provider)!;

        Assert.Equal(("GET", "/v1/models?limit=1"), (probe.Method, probe.Target));
        Assert.Equal([new("anthropic-version", "2024-01-01"), new("authorization", "Bearer sk-ant-oat01-x"), new("x-extra", "1")], probe.Headers);
    }
}
