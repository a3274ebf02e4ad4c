using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.OpenAi;

public class OpenAiSurfaceTests
{
    private static readonly ModelCatalog Catalog = new(
        [new ModelCard("sandbox") { Created = DateTimeOffset.FromUnixTimeSeconds(7), Providers = ["local", "other"] }, new ModelCard("org/m:1")],
        DateTimeOffset.UnixEpoch)
    { Version = "1" };

    // What went wrong; status, type and code in OpenAI's words.
    public static TheoryData<string, int, string, string?> Errors => new()
    {
        { "InvalidRequest", 400, "invalid_request_error", "given" },
        { "Unsupported", 400, "invalid_request_error", "given" },
        { "Authentication", 401, "invalid_request_error", "invalid_api_key" },
        { "Permission", 403, "invalid_request_error", "permission_denied" },
        { "PolicyRefused", 403, "invalid_request_error", "policy_refused" },
        { "ModelNotFound", 404, "invalid_request_error", "model_not_found" },
        { "NotFound", 404, "invalid_request_error", "not_found" },
        { "TooLarge", 413, "invalid_request_error", "request_too_large" },
        { "ContextWindow", 400, "invalid_request_error", "context_length_exceeded" },
        { "RateLimited", 429, "requests", "rate_limit_exceeded" },
        { "BudgetExceeded", 429, "insufficient_quota", "insufficient_quota" },
        { "Overloaded", 503, "server_error", "overloaded" },
        { "VendorFailed", 502, "server_error", "server_error" },
        { "Timeout", 504, "server_error", "timeout" },
        { "Unavailable", 503, "server_error", "service_unavailable" },
        { "Internal", 500, "server_error", "server_error" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Error_has_the_status_type_and_code_of_the_dialect(string kind, int status, string type, string? code)
    {
        var (written, headers, body) = Write(new AiError(Enum.Parse<AiErrorKind>(kind), "It \"failed\".") { Field = "messages[0]", Code = "given" });

        Assert.Equal(status, written);
        Assert.Equal(("application/json", "req1"), (headers.GetString(new HeaderName("content-type")), headers.GetString(new HeaderName("x-request-id"))));
        Assert.Equal($$$"""{"error":{"message":"It \"failed\".","type":"{{{type}}}","param":"messages[0]","code":"{{{code}}}"}}""", body);
    }

    [Fact]
    public void Every_kind_of_error_is_in_the_table()
        => Assert.Equal(Enum.GetNames<AiErrorKind>().Order(), Errors.Cast<object[]>().Select(e => (string)e[0]).Order());

    [Theory]
    [InlineData("RateLimited", 1500, null, "2", "1500", null)]
    [InlineData("RateLimited", null, false, null, null, "false")]
    [InlineData("Overloaded", 0, true, "0", "0", "true")]
    [InlineData("BudgetExceeded", null, null, null, null, "false")]
    [InlineData("VendorFailed", null, null, null, null, null)]
    public void Error_tells_when_to_try_again(string kind, int? milliseconds, bool? shouldRetry, string? retryAfter, string? retryAfterMs, string? should)
    {
        var error = new AiError(Enum.Parse<AiErrorKind>(kind), "x") { RetryAfter = milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null, ShouldRetry = shouldRetry };
        var (_, headers, _) = Write(error);

        Assert.Equal(
            (retryAfter, retryAfterMs, should),
            (headers.GetString(new HeaderName("retry-after")), headers.GetString(new HeaderName("retry-after-ms")), headers.GetString(new HeaderName("x-should-retry"))));
    }

    [Fact]
    public void Models_are_listed_in_their_order()
        => Assert.Equal(
            """{"object":"list","data":[{"id":"sandbox","object":"model","created":7,"owned_by":"local"},{"id":"org/m:1","object":"model","created":-62135596800,"owned_by":"gatehouse"}]}""",
            Catalogue("/v1/models"));

    [Fact]
    public void Model_is_found_by_its_name()
        => Assert.Equal("""{"id":"sandbox","object":"model","created":7,"owned_by":"local"}""", Catalogue("/v1/models/{id}", "sandbox"));

    [Fact]
    public void Unknown_model_is_not_found()
        => Assert.Equal(AiErrorKind.ModelNotFound, Assert.Throws<AiException>(() => Catalogue("/v1/models/{id}", "gpt-x")).Error.Kind);

    [Theory]
    [InlineData(null, true)]
    [InlineData("2023-06-01", false)]
    public void Call_for_models_that_names_a_version_of_anthropic_is_left_to_it(string? version, bool accepts)
    {
        var headers = new HeaderMap();
        if (version is not null)
        {
            headers.Add(new HeaderName("anthropic-version"), version);
        }

        Assert.Equal(accepts, OpenAiClient.Endpoint<CatalogEndpoint>("/v1/models").Accepts(new ClientCall { Headers = headers, PathValues = [] }));
    }

    [Fact]
    public void Templates_are_distinct_and_longer_ones_come_first()
    {
        var templates = OpenAiClient.Surface.Endpoints.Select(e => e.Template).ToArray();

        Assert.Equal(templates.Distinct(), templates);
        Assert.Equal(templates.OrderByDescending(t => t.Count(c => c == '/')), templates);
        Assert.All(OpenAiClient.Surface.Endpoints, e => Assert.Same(OpenAiClient.Surface, e.Surface));
    }

    [Fact]
    public void Cost_is_part_of_usage_where_it_is_wanted()
    {
        var output = new ArrayBufferWriter<byte>();
        var request = OpenAiClient.Decode("/v1/chat/completions", """{"model":"a","messages":[{"role":"user","content":"Hi"}]}""");
        var answer = new ChatAnswer { Choices = [], Usage = new TokenUsage { Input = 1 } };
        OpenAiClient.Chat("/v1/chat/completions").WriteAnswer(answer, request, OpenAiClient.Context with { Cost = () => 0.000125m }, output);

        Assert.Equal(0.000125m, JsonElement.Parse(output.WrittenSpan).GetProperty("usage").GetProperty("cost").GetDecimal());
    }

    private static string Catalogue(string template, params string[] values)
    {
        var output = new ArrayBufferWriter<byte>();
        OpenAiClient.Endpoint<CatalogEndpoint>(template).Write(new ClientCall { Headers = new HeaderMap(), PathValues = values }, Catalog, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static (int Status, HeaderMap Headers, string Body) Write(AiError error)
    {
        var headers = new HeaderMap();
        var output = new ArrayBufferWriter<byte>();
        int status = OpenAiClient.Surface.WriteError(error, "req1", headers, output);
        return (status, headers, Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
