using System.Text;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Tests.Identity;
using Gatehouse.Protocols.Aws.Signing;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class SigV4AuthPluginTests : IDisposable
{
    private const string Body = """{"messages":[]}""";
    private const string Mismatch = "The request signature does not match";

    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public SigV4AuthPluginTests() => _bench = new PluginBench(
        config: IdentityConfig.Company with
        {
            HmacAuthCredentials =
            [
                new HmacAuthCredentialConfig { Id = "aws-1", ConsumerId = IdentityConfig.BobId, Username = "AKIDEXAMPLE", Secret = "wJalrXUtnFEMI" },
                new HmacAuthCredentialConfig { Id = "aws-2", ConsumerId = IdentityConfig.BobId, Username = "AKIDEMPTY", Secret = null },
            ],
        },
        time: _clock);

    public void Dispose() => _bench.Dispose();

    private FakeExchange Signed(string key = "AKIDEXAMPLE", string secret = "wJalrXUtnFEMI", string service = "bedrock", string path = "/model/a.b-v1%3A0/converse", string? sent = null)
    {
        var request = new SigV4Request("POST", path, "", [new SigV4Header("host", "api.test"), new SigV4Header("content-type", "application/json")]);
        var signed = SigV4Signer.SignHeader(
            request, SigV4Payload.HashOf(Encoding.UTF8.GetBytes(Body)), new AwsCredential(key, secret), "eu-central-1", service, _clock.GetUtcNow());
        var exchange = WithBody(new FakeExchange("POST", path).With("Host", "api.test").With("Content-Type", "application/json"), sent ?? Body)
            .With("X-Amz-Date", signed.Date).With("Authorization", signed.Authorization);
        if (signed.ContentSha256 is { } hash)
        {
            exchange.With("X-Amz-Content-Sha256", hash);
        }

        return exchange;
    }

    private async Task CheckAsync(FakeExchange exchange, string? message, string config = "{}")
    {
        await _bench.Build("sigv4-auth", config).AccessAsync(exchange);
        Assert.Equal((message is null ? 0 : 401, message), (exchange.Answer.Status, exchange.Answer.Message));
        Assert.Equal(message is null ? "bob" : null, exchange.Consumer?.Username);
    }

    [Fact]
    public Task Key_pair_of_a_consumer_lets_in() => CheckAsync(Signed(), null);

    [Fact]
    public Task Another_body_does_not() => CheckAsync(Signed(sent: """{"messages":[1]}"""), Mismatch);

    [Fact]
    public Task Wrong_secret_does_not() => CheckAsync(Signed(secret: "other"), Mismatch);

    [Fact]
    public Task Unknown_key_does_not() => CheckAsync(Signed(key: "AKIDNOBODY"), Mismatch);

    [Fact]
    public Task Key_without_a_secret_does_not() => CheckAsync(Signed(key: "AKIDEMPTY", secret: ""), Mismatch);

    [Fact]
    public Task Signature_for_another_service_does_not() => CheckAsync(Signed(service: "s3"), "The request is not signed as it has to be");

    [Fact]
    public Task Region_is_checked_where_it_is_configured()
        => CheckAsync(Signed(), "The request is not signed as it has to be", """{"region":"us-east-1"}""");

    [Fact]
    public async Task Old_signature_does_not()
    {
        var exchange = Signed();
        _clock.Advance(TimeSpan.FromSeconds(301));
        await CheckAsync(exchange, "Signature expired, or not yet current");
    }

    [Theory]
    [InlineData(null, "Missing Authentication Token")]
    [InlineData("Bearer x", "Missing Authentication Token")]
    [InlineData("AWS4-HMAC-SHA256 nonsense", "The request signature cannot be read")]
    public Task What_is_no_signature_is_refused(string? authorization, string message)
    {
        var exchange = WithBody(new FakeExchange("POST", "/"), Body);
        return CheckAsync(authorization is null ? exchange : exchange.With("Authorization", authorization), message);
    }

    [Fact]
    public Task Body_beyond_the_limit_is_refused() => CheckAsync(Signed(), "The request is not signed as it has to be", """{"max_body_bytes":4}""");

    private static FakeExchange WithBody(FakeExchange exchange, string body)
    {
        exchange.Client.AddBody(Encoding.ASCII.GetBytes(body));
        exchange.Request.HasBody = true;
        return exchange;
    }
}
