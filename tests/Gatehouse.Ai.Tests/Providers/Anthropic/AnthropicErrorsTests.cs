using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Anthropic;

public class AnthropicErrorsTests
{
    private const string Ours = "The provider did not accept the gateway's credential or account.";

    public static TheoryData<int, string, string, string> Errors => new()
    {
        { 400, Body("invalid_request_error", "max_tokens: too large"), nameof(AiErrorKind.InvalidRequest), "max_tokens: too large" },
        { 400, Body("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"), nameof(AiErrorKind.ContextWindow), "prompt is too long: 210000 tokens > 200000 maximum" },
        { 400, Body("invalid_request_error", "Your credit balance is too low"), nameof(AiErrorKind.VendorFailed), Ours },
        { 401, Body("authentication_error", "invalid x-api-key sk-ant-api03-abc"), nameof(AiErrorKind.VendorFailed), Ours },
        { 402, Body("billing_error", "pay"), nameof(AiErrorKind.VendorFailed), Ours },
        { 403, Body("permission_error", "workspace wrkspc_1 may not"), nameof(AiErrorKind.VendorFailed), Ours },
        { 404, Body("not_found_error", "model: claude-x"), nameof(AiErrorKind.ModelNotFound), "The provider does not have the model." },
        { 413, Body("request_too_large", "Request exceeds the maximum size"), nameof(AiErrorKind.TooLarge), "Request exceeds the maximum size" },
        { 429, Body("rate_limit_error", "organisation abc"), nameof(AiErrorKind.RateLimited), "The provider's rate limit is reached." },
        { 500, Body("api_error", "Internal server error"), nameof(AiErrorKind.VendorFailed), "Internal server error" },
        { 504, Body("timeout_error", "x"), nameof(AiErrorKind.Timeout), "The provider took too long." },
        { 529, Body("overloaded_error", "Overloaded"), nameof(AiErrorKind.Overloaded), "The provider is overloaded." },
        { 529, "", nameof(AiErrorKind.Overloaded), "The provider is overloaded." },
        { 502, "<html>bad gateway 10.0.0.7</html>", nameof(AiErrorKind.VendorFailed), "The provider failed." },
        { 400, "no json", nameof(AiErrorKind.InvalidRequest), "The provider refused the request." },
        { 400, Body("invalid_request_error", "bad key sk-ant-api03-abc"), nameof(AiErrorKind.InvalidRequest), "The provider refused the request." },
        { 400, Body("invalid_request_error", new string('x', 600)), nameof(AiErrorKind.InvalidRequest), new string('x', 500) + "…" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Error_means(int status, string body, string kind, string message)
    {
        var error = new AnthropicProvider().DecodeError(status, Calls.Headers(), Encoding.UTF8.GetBytes(body));

        Assert.Equal((kind, message, status), (error.Kind.ToString(), error.Message, error.VendorStatus));
    }

    [Theory]
    [InlineData("retry-after", "12", 12.0)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("retry-after", "soon", null)]
    [InlineData("retry-after", "-1", null)]
    [InlineData("retry-after", "999999999999", null)]
    public void Wait_is_read_from_the_header(string name, string value, double? seconds)
        => Assert.Equal(seconds, new AnthropicProvider().DecodeError(429, Calls.Headers((name, value)), default).RetryAfter?.TotalSeconds);

    [Fact]
    public void Limits_are_read_with_resets_by_the_vendors_clock()
    {
        var limits = new AnthropicProvider().ReadLimits(Calls.Headers(
            ("date", "Sun, 15 Jun 2025 15:00:00 GMT"),
            ("anthropic-ratelimit-requests-remaining", "49"),
            ("anthropic-ratelimit-requests-reset", "2025-06-15T15:00:30Z"),
            ("anthropic-ratelimit-input-tokens-remaining", "9000"),
            ("anthropic-ratelimit-input-tokens-reset", "2025-06-15T14:59:00Z")));

        Assert.Equal(
            new VendorLimits { RemainingRequests = 49, RequestsReset = TimeSpan.FromSeconds(30), RemainingTokens = 9000, TokensReset = TimeSpan.Zero },
            limits);
    }

    [Fact]
    public void Answer_without_limits_has_none() => Assert.Null(new AnthropicProvider().ReadLimits(Calls.Headers(("date", "Sun, 15 Jun 2025 15:00:00 GMT"))));

    private static string Body(string type, string message) => $$"""{"type":"error","error":{"type":"{{type}}","message":"{{message}}"},"request_id":"req_1"}""";
}
