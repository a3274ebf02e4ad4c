using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.OpenAi;

public class OpenAiErrorTests
{
    // Status, body, what it means, message, code, field.
    public static TheoryData<int, string, string, string, string?, string?> Errors => new()
    {
        { 400, """{"error":{"message":"Invalid value: 'x'.","type":"invalid_request_error","param":"messages[0].role","code":"invalid_value"}}""", "InvalidRequest", "Invalid value: 'x'.", "invalid_value", "messages[0].role" },
        { 400, """{"error":{"message":"Too\nlong","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", "ContextWindow", "Too long", "context_length_exceeded", null },
        { 400, """{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}""", "ContextWindow", "This model's maximum context length is 4096 tokens.", "BadRequestError", null },
        { 400, """{"error":"model is bad"}""", "InvalidRequest", "model is bad", null, null },
        { 400, "<html>no</html>", "InvalidRequest", "The provider does not accept the request.", null, null },
        { 400, """{"error":{"message":"Key sk-abc123 is for another project","type":"invalid_request_error"}}""", "InvalidRequest", "The provider does not accept the request.", "invalid_request_error", null },
        { 401, """{"error":{"message":"Incorrect API key provided: sk-ca***ry.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""", "VendorFailed", "The provider does not accept the gateway's credential.", "invalid_api_key", null },
        { 403, """{"error":{"message":"Country not supported","type":"request_forbidden","code":"unsupported_country_region_territory"}}""", "VendorFailed", "The provider does not accept the gateway's credential.", "unsupported_country_region_territory", null },
        { 404, """{"error":{"message":"The model `x` does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", "ModelNotFound", "The provider does not have this model.", "model_not_found", null },
        { 404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""", "ModelNotFound", "The provider does not have this model.", "DeploymentNotFound", null },
        { 404, "", "VendorFailed", "The provider failed.", null, null },
        { 408, "", "Timeout", "The provider took too long.", null, null },
        { 413, "", "TooLarge", "The provider does not accept the request.", null, null },
        { 422, """{"detail":[{"loc":["body","x"],"msg":"Extra inputs"}]}""", "InvalidRequest", "The provider does not accept the request.", null, null },
        { 429, """{"error":{"message":"Rate limit reached for gpt-4o in organization org-1 on tokens per min","type":"tokens","param":null,"code":"rate_limit_exceeded"}}""", "RateLimited", "The provider's rate limit is reached.", "rate_limit_exceeded", null },
        { 429, """{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", "VendorFailed", "The gateway's account at the provider is used up.", "insufficient_quota", null },
        { 500, """{"error":{"message":"trace of host 10.0.0.1","type":"server_error"}}""", "VendorFailed", "The provider failed.", "server_error", null },
        { 503, "", "Overloaded", "The provider is overloaded.", null, null },
        { 504, "", "Timeout", "The provider took too long.", null, null },
        { 529, "", "Overloaded", "The provider is overloaded.", null, null },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Error_says_what_the_client_may_know(int status, string body, string kind, string message, string? code, string? field)
    {
        var error = new OpenAiProvider(ProviderKind.OpenAi).DecodeError(status, new HeaderMap(), Encoding.UTF8.GetBytes(body));

        Assert.Equal((kind, message, code, field, status), (error.Kind.ToString(), error.Message, error.Code, error.Field, error.VendorStatus));
    }

    [Fact]
    public void Used_up_quota_is_not_to_be_tried_again()
    {
        var error = new OpenAiProvider(ProviderKind.OpenAi).DecodeError(429, new HeaderMap(), """{"error":{"code":"insufficient_quota"}}"""u8.ToArray());

        Assert.False(error.ShouldRetry);
    }

    [Theory]
    [InlineData("retry-after-ms: 1500|retry-after: 9", 1500)]
    [InlineData("retry-after: 20", 20_000)]
    [InlineData("retry-after: 0.5", 500)]
    [InlineData("date: Wed, 25 Nov 2026 10:00:00 GMT|retry-after: Wed, 25 Nov 2026 10:00:30 GMT", 30_000)]
    [InlineData("retry-after: soon", null)]
    [InlineData("retry-after: -3", null)]
    [InlineData("x-ratelimit-remaining-requests: 0|x-ratelimit-reset-requests: 2s|x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 6m0s", 360_000)]
    [InlineData("x-ratelimit-remaining-requests: 0|x-ratelimit-reset-requests: 120ms|x-ratelimit-remaining-tokens: 5|x-ratelimit-reset-tokens: 6m0s", 120)]
    [InlineData("", null)]
    public void Time_to_try_again_comes_from_the_header(string fields, int? milliseconds)
    {
        var error = new OpenAiProvider(ProviderKind.OpenAi).DecodeError(429, Headers(fields), default);

        Assert.Equal(milliseconds, (int?)error.RetryAfter?.TotalMilliseconds);
    }

    [Theory]
    [InlineData("x-ratelimit-limit-requests: 500|x-ratelimit-remaining-requests: 499|x-ratelimit-reset-requests: 120ms|x-ratelimit-limit-tokens: 200000|x-ratelimit-remaining-tokens: 199996|x-ratelimit-reset-tokens: 1ms", "499 120 199996 1")]
    [InlineData("x-ratelimit-remaining-requests: 3|x-ratelimit-reset-requests: 1h2m3.5s", "3 3723500  ")]
    [InlineData("x-ratelimit-remaining-tokens: 3|x-ratelimit-reset-tokens: 7.66s", "  3 7660")]
    [InlineData("x-ratelimit-remaining-tokens: 3|x-ratelimit-reset-tokens: 7", "  3 7000")]
    [InlineData("x-ratelimit-remaining-requests: -1|x-ratelimit-remaining-tokens: -1", null)]
    [InlineData("x-ratelimit-limit-requests: 0|x-ratelimit-remaining-requests: 0", null)]
    [InlineData("x-ratelimit-remaining-requests: many|x-ratelimit-reset-requests: 1x", null)]
    [InlineData("", null)]
    public void Limits_are_read_from_the_header(string fields, string? expected)
    {
        var limits = new OpenAiProvider(ProviderKind.OpenAi).ReadLimits(Headers(fields));

        Assert.Equal(expected, limits is null ? null : $"{limits.RemainingRequests} {limits.RequestsReset?.TotalMilliseconds} {limits.RemainingTokens} {limits.TokensReset?.TotalMilliseconds}");
    }

    private static HeaderMap Headers(string fields)
    {
        var headers = new HeaderMap();
        foreach (var field in fields.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new HeaderName(field[..colon]), field[(colon + 2)..]);
        }

        return headers;
    }
}
