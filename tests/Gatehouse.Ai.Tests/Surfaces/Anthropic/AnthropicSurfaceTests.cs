using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Tests.Steps;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Anthropic;

public class AnthropicSurfaceTests
{
    private static readonly AnthropicSurface Surface = new();

    private static readonly ModelCatalog Catalog = new(
        [.. Enumerable.Range(1, 25).Select(i => new ModelCard($"m{i}") { Created = DateTimeOffset.UnixEpoch, ContextWindow = i == 1 ? 200_000 : null }), new ModelCard("e") { IsEmbedding = true }],
        DateTimeOffset.UnixEpoch)
    { Version = "1.0" };

    [Theory]
    [InlineData(nameof(AiErrorKind.InvalidRequest), 400, "invalid_request_error")]
    [InlineData(nameof(AiErrorKind.Unsupported), 400, "invalid_request_error")]
    [InlineData(nameof(AiErrorKind.ContextWindow), 400, "invalid_request_error")]
    [InlineData(nameof(AiErrorKind.Authentication), 401, "authentication_error")]
    [InlineData(nameof(AiErrorKind.Permission), 403, "permission_error")]
    [InlineData(nameof(AiErrorKind.PolicyRefused), 403, "permission_error")]
    [InlineData(nameof(AiErrorKind.ModelNotFound), 404, "not_found_error")]
    [InlineData(nameof(AiErrorKind.NotFound), 404, "not_found_error")]
    [InlineData(nameof(AiErrorKind.TooLarge), 413, "request_too_large")]
    [InlineData(nameof(AiErrorKind.RateLimited), 429, "rate_limit_error")]
    [InlineData(nameof(AiErrorKind.BudgetExceeded), 429, "rate_limit_error")]
    [InlineData(nameof(AiErrorKind.Overloaded), 529, "overloaded_error")]
    [InlineData(nameof(AiErrorKind.VendorFailed), 502, "api_error")]
    [InlineData(nameof(AiErrorKind.Timeout), 504, "timeout_error")]
    [InlineData(nameof(AiErrorKind.Unavailable), 503, "api_error")]
    [InlineData(nameof(AiErrorKind.Internal), 500, "api_error")]
    public void Error_has_status_and_type(string kind, int status, string type)
    {
        var (actual, body, headers) = Write(new AiError(Enum.Parse<AiErrorKind>(kind), "why") { Field = "a.b" });

        Assert.Equal(status, actual);
        Assert.Equal($$"""{"type":"error","error":{"type":"{{type}}","message":"a.b: why"},"request_id":"req-1"}""", body);
        Assert.Equal(("req-1", "application/json", null, null), (headers.GetString(new("request-id")), headers.GetString(HeaderNames.ContentType), headers.GetString(new("x-should-retry")), headers.GetString(HeaderNames.RetryAfter)));
    }

    [Fact]
    public void Error_says_when_and_whether_to_try_again()
    {
        var (_, _, headers) = Write(new AiError(AiErrorKind.RateLimited, "slow") { RetryAfter = TimeSpan.FromMilliseconds(1200), ShouldRetry = false });

        Assert.Equal(("2", "1200", "false"), (headers.GetString(HeaderNames.RetryAfter), headers.GetString(new("retry-after-ms")), headers.GetString(new("x-should-retry"))));
    }

    [Theory]
    [InlineData("anthropic-version", true)]
    [InlineData("x-api-key", true)]
    [InlineData("authorization", false)]
    public void Models_are_listed_in_this_shape_only_to_clients_of_this_dialect(string header, bool accepts)
    {
        foreach (var endpoint in Surface.Endpoints.OfType<CatalogEndpoint>())
        {
            Assert.Equal(accepts, endpoint.Accepts(new ClientCall { Headers = Calls.Headers((header, "x")) }));
        }
    }

    [Theory]
    [InlineData("", "m1", "m20", true)]
    [InlineData("limit=1000", "m1", "m25", false)]
    [InlineData("after_id=m20", "m21", "m25", false)]
    [InlineData("limit=2&after_id=m3", "m4", "m5", true)]
    [InlineData("limit=2&before_id=m3", "m1", "m2", false)]
    [InlineData("limit=2&before_id=m10", "m8", "m9", true)]
    public void Models_come_in_pages(string query, string first, string last, bool hasMore)
    {
        using var page = JsonDocument.Parse(Calls.Write(Models(), Catalog, query));
        var root = page.RootElement;

        Assert.Equal((first, last, hasMore), (root.GetProperty("first_id").GetString(), root.GetProperty("last_id").GetString(), root.GetProperty("has_more").GetBoolean()));
        Assert.Equal(first, root.GetProperty("data")[0].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=x")]
    [InlineData("after_id=none")]
    public void Page_that_does_not_exist_is_refused(string query)
        => Assert.Equal(AiErrorKind.InvalidRequest, Assert.Throws<AiException>(() => Calls.Write(Models(), Catalog, query)).Error.Kind);

    [Fact]
    public void Empty_catalog_is_an_empty_page()
        => Calls.AssertJson("""{"data":[],"first_id":null,"last_id":null,"has_more":false}""", Calls.Write(Models(), Catalog with { Models = [] }));

    [Fact]
    public void Model_is_shown_or_not_found()
    {
        var endpoint = Surface.Endpoints.OfType<ModelEndpoint>().Single();

        Calls.AssertJson("""{"type":"model","id":"m1","display_name":"m1","created_at":"1970-01-01T00:00:00Z","max_input_tokens":200000}""", Calls.Write(endpoint, Catalog, path: "m1"));
        Assert.Equal(AiErrorKind.ModelNotFound, Assert.Throws<AiException>(() => Calls.Write(endpoint, Catalog, path: "no")).Error.Kind);
    }

    [Fact]
    public void Whole_answer_is_one_message()
    {
        var answer = new ChatAnswer
        {
            Id = "msg_7",
            Usage = new TokenUsage { Input = 1, CacheWrite = 2, CacheWriteHour = 3, Output = 4 },
            Choices =
            [
                new ChatChoice(
                    0,
                    [
                        new ReasoningPart("t") { Signature = "Own+/=", Origin = Dialect.Anthropic }, new ReasoningPart("u") { Signature = "B", Origin = Dialect.Bedrock },
                        new ReasoningPart("") { Redacted = "R", Origin = Dialect.Anthropic }, new ReasoningPart("bare"),
                        new TextPart("x"), new ForeignPart(Dialect.Anthropic, "citations_delta", JsonElement.Parse("""{"c":1}""")), new ForeignPart(Dialect.OpenAi, "annotation", JsonElement.Parse("1")),
                        new ToolCallPart("c", "f", ""), new ToolCallPart("d", "g", "{\n\"a\": 1}"), new ForeignPart(Dialect.Anthropic, "server_tool_use", JsonElement.Parse("""{"type":"server_tool_use"}""")),
                    ],
                    FinishReason.StopSequence)
                { StopSequence = "END" },
            ],
        };
        var output = new ArrayBufferWriter<byte>();
        ((ChatEndpoint)Surface.Endpoints[0]).WriteAnswer(answer, Calls.Decode((ChatEndpoint)Surface.Endpoints[0], """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}]}"""), Answers.Context with { Cost = () => 0.0015m }, output);

        Calls.AssertJson(
            """
            {"id":"msg_7","type":"message","role":"assistant","model":"asked","content":[
              {"type":"thinking","thinking":"t","signature":"Own+/="},{"type":"thinking","thinking":"u","signature":"ghs1.3.B"},{"type":"redacted_thinking","data":"R"},{"type":"thinking","thinking":"bare","signature":""},
              {"type":"text","text":"x","citations":[{"c":1}]},{"type":"tool_use","id":"c","name":"f","input":{}},{"type":"tool_use","id":"d","name":"g","input":{"a":1}},{"type":"server_tool_use"}],
             "stop_reason":"stop_sequence","stop_sequence":"END","stop_details":null,
             "usage":{"input_tokens":1,"cache_creation_input_tokens":5,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":3},"output_tokens":4,"server_tool_use":null,"service_tier":"standard","cost":0.0015}}
            """,
            output.WrittenMemory);
    }

    private static ModelsEndpoint Models() => Surface.Endpoints.OfType<ModelsEndpoint>().Single();

    private static (int Status, string Body, HeaderMap Headers) Write(AiError error)
    {
        var headers = new HeaderMap();
        var output = new ArrayBufferWriter<byte>();
        int status = Surface.WriteError(error, "req-1", headers, output);
        return (status, Encoding.UTF8.GetString(output.WrittenSpan), headers);
    }
}
