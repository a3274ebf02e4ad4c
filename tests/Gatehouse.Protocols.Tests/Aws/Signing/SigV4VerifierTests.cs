using System.Text;
using Gatehouse.Protocols.Aws.Signing;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Protocols.Tests.Aws.Signing;

public class SigV4VerifierTests
{
    private const string Body = """{"messages":[{"role":"user","content":[{"text":"hi"}]}]}""";

    private static readonly AwsCredential Client = new("GHKEXAMPLE", "s3cr3t/of+the/consumer");

    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Request_signed_with_the_secret_is_valid(bool sendsHash)
    {
        var request = Signed(sendsHash: sendsHash);

        var verdict = Check(request);

        Assert.True(verdict.IsValid);
        Assert.Equal(new SigV4Verdict(SigV4Failure.None, "GHKEXAMPLE", "us-east-1"), verdict);
    }

    [Fact]
    public void Request_as_a_client_of_many_habits_sends_it_is_valid()
    {
        // Other header order, spaces in the value, no space behind the commas of Authorization, headers that nobody signed.
        var request = Signed();
        var headers = request.Headers.Reverse().Select(h => h.Name switch
        {
            "Authorization" => h with { Value = h.Value.Replace(", ", ",", StringComparison.Ordinal) },
            "Content-Type" => new SigV4Header("content-type", "  application/json  "),
            _ => h,
        });

        Assert.True(Check(request with { Headers = [.. headers, new("User-Agent", "x"), new("x-amzn-trace-id", "Root=1")] }).IsValid);
    }

    [Theory]
    [MemberData(nameof(SdkRequests))]
    public void Request_that_an_SDK_has_sent_is_valid(string name, string[] headers)
    {
        // @aws-sdk/client-bedrock-runtime 3.1163.0, Converse with {"text":"hé"}, as a server received it.
        var lines = headers.Select(h => new SigV4Header(h[..h.IndexOf(": ", StringComparison.Ordinal)], h[(h.IndexOf(": ", StringComparison.Ordinal) + 2)..])).ToList();
        var request = new SigV4Request("POST", "/model/anthropic.claude-v2%3A1/converse", "", lines);
        const string SdkBody = """{"messages":[{"role":"user","content":[{"text":"hé"}]}],"inferenceConfig":{"maxTokens":5}}""";
        var now = new DateTimeOffset(2026, 11, 25, 20, 16, 0, TimeSpan.Zero);

        Assert.Equal((name, SigV4Failure.None), (name, Check(request, SdkBody, now: now).Failure));
        var asHost = request with { Headers = [.. lines.Select(h => h.Name == ":authority" ? h with { Name = "host" } : h)] };
        Assert.True(Check(asHost, SdkBody, now: now).IsValid);
        Assert.Equal(SigV4Failure.Signature, Check(request with { Headers = [.. lines.Select(h => h.Name is ":authority" or "host" ? h with { Value = "other" } : h)] }, SdkBody, now: now).Failure);
        Assert.Equal(SigV4Failure.HeaderAbsent, Check(request with { Headers = [.. lines.Where(h => h.Name is not (":authority" or "host"))] }, SdkBody, now: now).Failure);
    }

    public static IEnumerable<object[]> SdkRequests()
    {
        string[] common = ["content-type: application/json", "content-length: 91", "x-amz-user-agent: aws-sdk-js/3.1163.0", "user-agent: aws-sdk-js/3.1163.0 ua/2.1", "amz-sdk-request: attempt=1; max=1",
            "x-amz-content-sha256: 0fd9fe2f70f977df621f91f4f27dcbee2cb1ca7cd0a36cdd11ca89c617e63b8b"];
        const string Scope = "authorization: AWS4-HMAC-SHA256 Credential=GHKEXAMPLE/20261125/us-east-1/bedrock/aws4_request, SignedHeaders=";
        yield return ["HTTP/1.1", (string[])[.. common, "host: 127.0.0.1:8123", "amz-sdk-invocation-id: c2280f85-3840-4e45-b7d8-7f41343d86de", "x-amz-date: 20261125T201540Z",
            Scope + "amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-user-agent, Signature=4ff976ab5df86b69bc4902a6d9f12146804e3722ce7231571d479ffe9cae562f"]];
        yield return ["HTTP/2", (string[])[.. common, ":authority: 127.0.0.1:8123", "amz-sdk-invocation-id: 09372f06-8c4c-4fca-bd95-b96b0241ad35", "x-amz-date: 20261125T201523Z",
            Scope + ":authority;amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;x-amz-content-sha256;x-amz-date;x-amz-user-agent, Signature=deaa48446a82f656fcb4f44cdbab611bad10511547f5ad138f17877d9eee718a"]];
    }

    [Fact]
    public void Each_part_that_is_signed_cannot_be_changed()
    {
        var request = Signed();

        Assert.Equal(SigV4Failure.Signature, Check(request with { Method = "PUT" }).Failure);
        Assert.Equal(SigV4Failure.Signature, Check(request with { Path = "/model/other/converse" }).Failure);
        Assert.Equal(SigV4Failure.Signature, Check(request with { Path = request.Path.Replace("%3A", ":", StringComparison.Ordinal) }).Failure);
        Assert.Equal(SigV4Failure.Signature, Check(request with { Query = "a=1" }).Failure);
        Assert.Equal(SigV4Failure.Signature, Check(request, Body + " ").Failure);
        Assert.Equal(SigV4Failure.Signature, Check(With(request, "Host", "other")).Failure);
        Assert.Equal(SigV4Failure.Signature, Check(With(request, "Content-Type", "text/plain")).Failure);
        Assert.Equal(SigV4Failure.Signature, Check(request, secret: "another secret").Failure);
    }

    [Fact]
    public void Key_that_nobody_has_is_told_apart()
        => Assert.Equal(SigV4Failure.UnknownKey, new SigV4Verifier(_clock, new()).Verify(Signed(), Encoding.UTF8.GetBytes(Body), static _ => null).Failure);

    [Theory]
    [InlineData("")]
    [InlineData("Bearer x")]
    [InlineData("AWS4-HMAC-SHA2567 x")]
    [InlineData("AWS4-HMAC-SHA256Credential=a")]
    [InlineData("AWS4-ECDSA-P256-SHA256 Credential=a")]
    public void Other_scheme_is_missing(string authorization) => Assert.Equal(SigV4Failure.Missing, Check(With(Signed(), "Authorization", authorization)).Failure);

    [Theory]
    [InlineData("AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 x ")]
    [InlineData("Credential=", "credential=")]
    [InlineData("Credential=GHKEXAMPLE/", "Credential=/")]
    [InlineData("Credential=GHKEXAMPLE/", "Credential=GHK EXAMPLE/")]
    [InlineData("/20300101/", "/2030010/")]
    [InlineData("/20300101/", "/2030010x/")]
    [InlineData("/us-east-1/", "/US-EAST-1/")]
    [InlineData("/us-east-1/", "//")]
    [InlineData("/aws4_request", "/aws4_requests")]
    [InlineData("/aws4_request", "/aws4_request/x")]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=host;content-type;")]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=content-type;host;host;")]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=Content-Type;host;")]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders=;content-type;host;")]
    [InlineData("SignedHeaders=content-type;host;", "SignedHeaders= content-type;host;")]
    [InlineData(", Signature=", ", Signature=0")]
    [InlineData(", Signature=", ", Signature= ")]
    [InlineData(", Signature=", ", X=1, Signature=")]
    [InlineData(", Signature=", "; Signature=")]
    public void Malformed_authorization_is_refused(string part, string instead)
    {
        var request = Signed();
        string authorization = request.Headers.Single(h => h.Name == "Authorization").Value;
        Assert.Contains(part, authorization, StringComparison.Ordinal);

        Assert.Equal(SigV4Failure.Malformed, Check(With(request, "Authorization", authorization.Replace(part, instead, StringComparison.Ordinal))).Failure);
    }

    [Fact]
    public void Signature_in_upper_case_or_of_another_length_is_malformed()
    {
        var request = Signed();
        string authorization = request.Headers.Single(h => h.Name == "Authorization").Value;

        Assert.Equal(SigV4Failure.Malformed, Check(With(request, "Authorization", authorization[..^64] + authorization[^64..].ToUpperInvariant())).Failure);
        Assert.Equal(SigV4Failure.Malformed, Check(With(request, "Authorization", authorization[..^1])).Failure);
        Assert.Equal(SigV4Failure.Malformed, Check(With(request, "Authorization", authorization + new string('0', 8192))).Failure);
        Assert.Equal(SigV4Failure.Malformed, Check(request with { Headers = [.. request.Headers, new("authorization", authorization)] }).Failure);
    }

    [Fact]
    public void Every_single_digit_of_the_signature_counts()
    {
        var request = Signed();
        string authorization = request.Headers.Single(h => h.Name == "Authorization").Value;
        for (int i = 1; i <= 64; i++)
        {
            char other = authorization[^i] == '0' ? '1' : '0';
            string changed = string.Concat(authorization.AsSpan(0, authorization.Length - i), other.ToString(), authorization.AsSpan(authorization.Length - i + 1));
            Assert.Equal(SigV4Failure.Signature, Check(With(request, "Authorization", changed)).Failure);
        }
    }

    [Theory]
    [InlineData(-301, SigV4Failure.ClockSkew)]
    [InlineData(-300, SigV4Failure.None)]
    [InlineData(300, SigV4Failure.None)]
    [InlineData(301, SigV4Failure.ClockSkew)]
    public void Time_may_be_five_minutes_off(int seconds, SigV4Failure expected)
        => Assert.Equal(expected, Check(Signed(at: _clock.GetUtcNow().AddDays(1).AddSeconds(seconds)), now: _clock.GetUtcNow().AddDays(1)).Failure);

    [Theory]
    [InlineData("")]
    [InlineData("2030-01-01T00:00:00Z")]
    [InlineData("20300101T000000")]
    [InlineData("20300101T000000Z ")]
    [InlineData("20301301T000000Z")]
    public void Malformed_date_is_refused(string date) => Assert.Equal(SigV4Failure.DateMalformed, Check(With(Signed(), "X-Amz-Date", date)).Failure);

    [Fact]
    public void Date_must_be_there_once_and_on_the_day_of_the_scope()
    {
        var request = Signed();

        Assert.Equal(SigV4Failure.DateMalformed, Check(request with { Headers = [.. request.Headers.Where(h => h.Name != "X-Amz-Date")] }).Failure);
        Assert.Equal(SigV4Failure.DateMalformed, Check(request with { Headers = [.. request.Headers, new("x-amz-date", "20300101T000000Z")] }).Failure);
        Assert.Equal(SigV4Failure.DateMismatch, Check(With(request, "X-Amz-Date", "20291231T235959Z")).Failure);
    }

    [Fact]
    public void Scope_must_be_of_the_service_and_region()
    {
        Assert.Equal(SigV4Failure.Service, Check(Signed(service: "bedrock-runtime")).Failure);
        Assert.Equal(SigV4Failure.Region, Check(Signed(), options: new() { Region = "eu-west-1" }).Failure);
        Assert.True(Check(Signed(), options: new() { Region = "us-east-1" }).IsValid);
    }

    [Fact]
    public void Headers_that_matter_must_be_signed_and_there()
    {
        var request = Signed();

        Assert.Equal(SigV4Failure.HeaderNotSigned, Check(request with { Headers = [.. request.Headers, new("X-Amz-Target", "x")] }).Failure);
        Assert.Equal(SigV4Failure.HeaderNotSigned, Check(WithoutSigned(request, "host;")).Failure);
        Assert.Equal(SigV4Failure.HeaderNotSigned, Check(WithoutSigned(request, ";x-amz-date")).Failure);
        Assert.Equal(SigV4Failure.HeaderAbsent, Check(request with { Headers = [.. request.Headers.Where(h => h.Name != "Content-Type")] }).Failure);
        Assert.Equal(SigV4Failure.SessionToken, Check(Signed(token: "t")).Failure);
    }

    [Fact]
    public void Payload_hash_must_be_that_of_the_body()
    {
        var request = Signed(sendsHash: true);

        Assert.Equal(SigV4Failure.PayloadHash, Check(request, Body + " ").Failure);
        Assert.Equal(SigV4Failure.PayloadForm, Check(With(request, "X-Amz-Content-Sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")).Failure);
        Assert.Equal(SigV4Failure.PayloadForm, Check(With(request, "X-Amz-Content-Sha256", SigV4Payload.HashOf(Encoding.UTF8.GetBytes(Body)).ToUpperInvariant())).Failure);
        Assert.Equal(SigV4Failure.PayloadForm, Check(request with { Headers = [.. request.Headers, request.Headers.Single(h => h.Name == "X-Amz-Content-Sha256")] }).Failure);
    }

    [Fact]
    public void Unsigned_payload_is_taken_only_where_it_is_allowed()
    {
        var request = Signed(sendsHash: true, hash: SigV4Payload.Unsigned);

        Assert.Equal(SigV4Failure.PayloadForm, Check(request).Failure);
        Assert.True(Check(request, "anything", options: new() { AllowUnsignedPayload = true }).IsValid);
    }

    [Fact]
    public void Claimed_key_is_read_without_proof()
    {
        string authorization = Signed().Headers.Single(h => h.Name == "Authorization").Value;

        Assert.Equal("GHKEXAMPLE", new SigV4Verifier(_clock, new()).ClaimedKey(authorization));
        Assert.Null(new SigV4Verifier(_clock, new()).ClaimedKey("Bearer x"));
        Assert.Null(new SigV4Verifier(_clock, new()).ClaimedKey("AWS4-HMAC-SHA256 Credential=a"));
    }

    private static SigV4Request With(SigV4Request request, string name, string value)
        => request with { Headers = [.. request.Headers.Select(h => h.Name == name ? h with { Value = value } : h)] };

    private static SigV4Request WithoutSigned(SigV4Request request, string name)
        => With(request, "Authorization", request.Headers.Single(h => h.Name == "Authorization").Value.Replace(name, "", StringComparison.Ordinal));

    private SigV4Request Signed(string service = "bedrock", DateTimeOffset? at = null, bool sendsHash = false, string? hash = null, string? token = null)
    {
        SigV4Header[] headers = [new("Host", "127.0.0.1:8000"), new("Content-Type", "application/json")];
        var request = new SigV4Request("POST", "/model/anthropic.claude-v2%3A1/converse", "", headers);
        var signed = SigV4Signer.SignHeader(
            request, hash ?? SigV4Payload.HashOf(Encoding.UTF8.GetBytes(Body)), Client with { SessionToken = token }, "us-east-1", service, at ?? _clock.GetUtcNow(), new() { SendContentSha256 = sendsHash });
        var more = new List<SigV4Header>(headers) { new("X-Amz-Date", signed.Date), new("Authorization", signed.Authorization) };
        if (signed.ContentSha256 is { } sha)
        {
            more.Add(new("X-Amz-Content-Sha256", sha));
        }

        if (signed.SecurityToken is { } sent)
        {
            more.Add(new("X-Amz-Security-Token", sent));
        }

        return request with { Headers = more };
    }

    private SigV4Verdict Check(SigV4Request request, string body = Body, string? secret = null, SigV4VerifierOptions? options = null, DateTimeOffset? now = null)
        => new SigV4Verifier(now is { } time ? new FakeClock(time) : _clock, options ?? new())
            .Verify(request, Encoding.UTF8.GetBytes(body), key => key == Client.AccessKeyId ? secret ?? Client.SecretAccessKey : null);
}
