using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Bedrock;
using Gatehouse.Protocols.Aws.Signing;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

public class BedrockProviderTests
{
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(BedrockModels.Claude, false, "/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/converse", "application/json")]
    [InlineData(BedrockModels.Claude, true, "/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/converse-stream", "application/vnd.amazon.eventstream")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/eu.x", false, "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Feu.x/converse", "application/json")]
    public void Model_is_in_the_path_encoded_once(string model, bool isStream, string target, string accept)
    {
        var call = new BedrockProvider(_clock).EncodeChat(Ask() with { IsStream = isStream }, BedrockModels.Of(model), new(rejects: true));

        Assert.Equal((target, "POST", isStream), (call.Target, call.Method, call.IsStream));
        Assert.Contains(new("accept", accept), call.Headers);
    }

    [Fact]
    public async Task Call_with_a_key_pair_is_signed_over_the_path_encoded_twice()
    {
        var provider = new BedrockProvider(_clock);
        var model = BedrockModels.Of(BedrockModels.Claude) with { Provider = BedrockModels.Provider with { AwsSessionToken = "token", Headers = [new("x-amz-bedrock-trace", "on"), new("x-other", "1")] } };
        var call = await provider.AuthorizeAsync(provider.EncodeChat(Ask(), model, new(rejects: true)), model, default);

        // The verifier does not take session tokens; what is signed beside them it can check all the same.
        string authorization = call.Headers.Single(h => h.Key == "authorization").Value;
        Assert.Contains("/us-east-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-bedrock-trace;x-amz-date;x-amz-security-token, ", authorization, StringComparison.Ordinal);
        Assert.Equal("token", call.Headers.Single(h => h.Key == "x-amz-security-token").Value);
        var plain = await provider.AuthorizeAsync(provider.EncodeChat(Ask(), BedrockModels.Of(BedrockModels.Claude), new(rejects: true)), BedrockModels.Of(BedrockModels.Claude), default);
        Assert.Equal(SigV4Failure.None, Check(plain, plain.Target));
        Assert.Equal(SigV4Failure.Signature, Check(plain, plain.Target.Replace("%3A", ":", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Call_with_a_bearer_key_is_not_signed()
    {
        var provider = new BedrockProvider(_clock);
        var model = BedrockModels.Of(BedrockModels.Claude) with { Provider = BedrockModels.Provider with { ApiKey = "bedrock-api-key-x" } };
        var call = provider.EncodeChat(Ask(), model, new(rejects: true));

        Assert.Equal("Bearer bedrock-api-key-x", Assert.Single(call.Headers, h => h.Key == "authorization").Value);
        Assert.Same(call, await provider.AuthorizeAsync(call, model, default));
    }

    [Theory]
    [InlineData("https://bedrock-runtime.eu-west-3.amazonaws.com", null, "eu-west-3")]
    [InlineData("https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com", null, "us-gov-west-1")]
    [InlineData("https://127.0.0.1:9", "eu-north-1", "eu-north-1")]
    public void Region_is_configured_or_that_of_the_host(string url, string? region, string expected)
        => Assert.Equal(expected, BedrockSigner.RegionOf(BedrockModels.Provider with { Url = new(url), Region = region }));

    [Fact]
    public void Region_that_nobody_says_is_an_error()
        => Assert.Equal(AiErrorKind.VendorFailed, Assert.Throws<AiException>(() => BedrockSigner.RegionOf(BedrockModels.Provider with { Url = new("https://example.com"), Region = null })).Error.Kind);

    [Fact]
    public void Body_of_a_Converse_client_passes_through_unless_it_holds_the_proof_of_another()
    {
        var provider = new BedrockProvider(_clock);
        byte[] body = Encoding.UTF8.GetBytes("""{ "messages": [] }""");
        var request = Ask() with { Format = WireFormat.BedrockConverse, IsStream = true };
        var model = BedrockModels.Of(BedrockModels.Claude);

        var passed = provider.PassChat(request, body, model);
        Assert.Equal(body, passed?.Body.ToArray());
        Assert.Equal("/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/converse-stream", passed?.Target);
        Assert.NotNull(provider.PassChat(Thinks(Dialect.Bedrock), body, model));
        Assert.Null(provider.PassChat(Thinks(Dialect.Anthropic), body, model));
        Assert.Null(provider.PassChat(Thinks(null), body, model));
        Assert.Null(provider.PassChat(request, body, model with { UsesInvoke = true }));
        Assert.Null(provider.PassChat(Ask(), body, model));

        ChatRequest Thinks(Dialect? origin) => request with { Messages = [new(MessageRole.Assistant, [new ReasoningPart("t") { Signature = "s", Origin = origin }])] };
    }

    [Fact]
    public void Tokens_are_counted_for_Claude()
    {
        var provider = new BedrockProvider(_clock);
        var call = provider.EncodeCountTokens(Ask() with { MaxOutputTokens = 5 }, BedrockModels.Of(BedrockModels.Claude), new(rejects: true));

        Assert.Equal("/model/anthropic.claude-3-5-sonnet-20241022-v2%3A0/count-tokens", call?.Target);
        Assert.Equal("""{"input":{"converse":{"messages":[{"role":"user","content":[{"text":"hi"}]}]}}}""", Encoding.UTF8.GetString(call!.Body.Span));
        Assert.Equal(15, provider.DecodeCountTokens("""{"inputTokens":15}"""u8.ToArray()));
        Assert.Null(provider.DecodeCountTokens("[]"u8.ToArray()));
        Assert.Null(provider.EncodeCountTokens(Ask(), BedrockModels.Of(BedrockModels.Nova), new(rejects: true)));
    }

    [Fact]
    public void Depth_that_a_surface_takes_can_be_sent()
    {
        var deep = System.Text.Json.JsonElement.Parse(string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100), new System.Text.Json.JsonDocumentOptions { MaxDepth = 128 });
        var request = Ask() with { Format = WireFormat.BedrockConverse, Tools = [new("t") { Parameters = deep }], Foreign = [new("additionalModelRequestFields.x", deep)] };
        var provider = new BedrockProvider(_clock);

        Assert.Contains(deep.GetRawText(), Encoding.UTF8.GetString(provider.EncodeChat(request, BedrockModels.Of(BedrockModels.Claude), new(rejects: true)).Body.Span), StringComparison.Ordinal);
        Assert.NotNull(provider.EncodeCountTokens(request, BedrockModels.Of(BedrockModels.Claude), new(rejects: true)));
    }

    [Fact]
    public void InvokeModel_without_anybody_who_knows_its_body_is_refused()
        => Assert.Throws<AiException>(() => new BedrockProvider(_clock).EncodeChat(Ask(), BedrockModels.Of(BedrockModels.Claude) with { UsesInvoke = true }, new(rejects: true)));

    private static ChatRequest Ask() => new() { Model = "m", Format = WireFormat.OpenAiChat, Messages = [new(MessageRole.User, [new TextPart("hi")])] };

    private SigV4Failure Check(VendorRequest call, string path)
    {
        SigV4Header[] headers = [new("host", "bedrock-runtime.us-east-1.amazonaws.com"), .. call.Headers.Select(h => new SigV4Header(h.Key, h.Value))];
        return new SigV4Verifier(_clock, new()).Verify(new(call.Method, path, "", headers), call.Body.Span, _ => BedrockModels.Provider.AwsSecretAccessKey).Failure;
    }
}
