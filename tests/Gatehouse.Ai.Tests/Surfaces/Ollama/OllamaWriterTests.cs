using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Ollama;
using Gatehouse.Ai.Tests.Steps;
using Gatehouse.Core.Http;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.Ollama;

public class OllamaWriterTests
{
    private static readonly OllamaSurface Surface = new();
    private static readonly ChatEndpoint Chat = (ChatEndpoint)Surface.Endpoints[0];
    private static readonly ChatEndpoint Generate = (ChatEndpoint)Surface.Endpoints[1];

    private static readonly ChatEvent[] Steps =
    [
        new AnswerStarted(),
        new ReasoningDelta("hm"),
        new ReasoningSealed { Signature = "S", Origin = Dialect.Anthropic },
        PartEnded.Instance,
        new TextDelta("a\n"),
        PartEnded.Instance,
        new ToolCallStarted(0, "c1", "f"),
        new ToolCallDelta(0, "{\n\"x\":"),
        new ToolCallDelta(0, " 1}"),
        PartEnded.Instance,
        new UsageReported(new TokenUsage { Input = 2, CacheRead = 3, Output = 4, Reasoning = 1 }),
        new AnswerFinished(FinishReason.ToolCalls),
        AnswerEnded.Instance,
    ];

    [Fact]
    public void Chat_is_streamed_in_lines_with_calls_whole()
        => Assert.Equal(
            """
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","message":{"role":"assistant","content":"","thinking":"hm"},"done":false}
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","message":{"role":"assistant","content":"a\n"},"done":false}
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","message":{"role":"assistant","content":"","tool_calls":[{"id":"c1","function":{"index":0,"name":"f","arguments":{ "x": 1}}}]},"done":false}
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":5}

            """,
            Answers.Write(Chat.CreateStreamWriter(Asked(), Answers.Context), Steps));

    [Fact]
    public void Generate_is_streamed_as_response_and_thinking()
        => Assert.Equal(
            """
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","response":"","thinking":"hm","done":false}
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","response":"a\n","done":false}
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","response":"","done":true,"done_reason":"length"}

            """,
            Answers.Write(Generate.CreateStreamWriter(Asked(), Answers.Context), [.. Steps[..6], new AnswerFinished(FinishReason.Length), AnswerEnded.Instance]));

    [Fact]
    public void Failure_becomes_a_line()
        => Assert.EndsWith("\n{\"error\":\"broke off\"}\n", Answers.Write(Chat.CreateStreamWriter(Asked(), Answers.Context), [new TextDelta("x"), new AnswerFailed(new AiError(AiErrorKind.VendorFailed, "broke off"))]), StringComparison.Ordinal);

    [Fact]
    public void Last_line_tells_how_long_it_took()
    {
        var elapsed = new Queue<int>([100, 100, 400, 400]);
        string written = Answers.Write(
            Chat.CreateStreamWriter(Asked(), Answers.Context with { Elapsed = () => TimeSpan.FromMilliseconds(elapsed.Dequeue()), Cost = () => 0.25m }),
            [new TextDelta("x"), new AnswerFinished(FinishReason.Stop), AnswerEnded.Instance]);

        Assert.Contains("\"created_at\":\"2025-06-15T15:06:40.100000Z\"", written, StringComparison.Ordinal);
        Assert.EndsWith("\"total_duration\":400000000,\"prompt_eval_duration\":100000000,\"eval_duration\":300000000,\"cost\":0.25}\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_answer_is_one_object()
    {
        var output = new ArrayBufferWriter<byte>();
        Chat.WriteAnswer(AnswerCollector.Collect(Steps), Asked(), Answers.Context, output);

        Calls.AssertJson(
            """
            {"model":"asked","created_at":"2025-06-15T15:06:40.000000Z","message":{"role":"assistant","content":"a\n","thinking":"hm","tool_calls":[{"id":"c1","function":{"index":0,"name":"f","arguments":{"x":1}}}]},
             "done":true,"done_reason":"stop","prompt_eval_count":5,"eval_count":5}
            """,
            output.WrittenMemory);
    }

    [Theory]
    [InlineData(2, """{"model":"asked","embeddings":[[0.5,-1]],"prompt_eval_count":3}""")]
    [InlineData(3, """{"embedding":[0.5,-1]}""")]
    public void Vectors_are_written(int endpoint, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        ((EmbeddingsEndpoint)Surface.Endpoints[endpoint]).WriteAnswer(
            new EmbeddingsAnswer([[0.5f, -1f]], new TokenUsage { Input = 3 }),
            new EmbeddingsRequest { Model = "m", Format = WireFormat.OllamaEmbed },
            Answers.Context,
            output);

        Calls.AssertJson(expected, output.WrittenMemory);
    }

    [Theory]
    [InlineData(nameof(AiErrorKind.InvalidRequest), 400)]
    [InlineData(nameof(AiErrorKind.Authentication), 401)]
    [InlineData(nameof(AiErrorKind.PolicyRefused), 403)]
    [InlineData(nameof(AiErrorKind.ModelNotFound), 404)]
    [InlineData(nameof(AiErrorKind.TooLarge), 413)]
    [InlineData(nameof(AiErrorKind.BudgetExceeded), 429)]
    [InlineData(nameof(AiErrorKind.Internal), 500)]
    [InlineData(nameof(AiErrorKind.VendorFailed), 502)]
    [InlineData(nameof(AiErrorKind.Unavailable), 503)]
    [InlineData(nameof(AiErrorKind.Timeout), 504)]
    public void Error_has_a_status_and_one_member(string kind, int status)
    {
        var headers = new HeaderMap();
        var output = new ArrayBufferWriter<byte>();

        Assert.Equal(status, Surface.WriteError(new AiError(Enum.Parse<AiErrorKind>(kind), "why \"so\"") { RetryAfter = TimeSpan.FromSeconds(1.5) }, "r", headers, output));
        Assert.Equal("""{"error":"why \"so\""}""", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal("2", headers.GetString(HeaderNames.RetryAfter));
    }

    [Fact]
    public void Catalog_is_told_in_Ollamas_shape()
    {
        var catalog = new ModelCatalog([new ModelCard("a") { Created = DateTimeOffset.UnixEpoch, TakesImages = true, Thinks = true, ContextWindow = 8192 }, new ModelCard("e") { IsEmbedding = true }], default) { Version = "1.2" };
        var endpoints = Surface.Endpoints.OfType<CatalogEndpoint>().ToDictionary(e => $"{e.Method} {e.Template}");

        using var tags = JsonDocument.Parse(Calls.Write(endpoints["GET /api/tags"], catalog));
        Assert.Equal(["a", "e"], tags.RootElement.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Equal(64, tags.RootElement.GetProperty("models")[0].GetProperty("digest").GetString()!.Length);
        Assert.Equal("""["completion","tools","vision","thinking"]""", tags.RootElement.GetProperty("models")[0].GetProperty("capabilities").GetRawText());
        Assert.Equal("""["embedding"]""", tags.RootElement.GetProperty("models")[1].GetProperty("capabilities").GetRawText());

        using var shown = JsonDocument.Parse(Calls.Write(endpoints["POST /api/show"], catalog, body: """{"model":"a:latest"}"""));
        Assert.Equal(8192, shown.RootElement.GetProperty("model_info").GetProperty("gatehouse.context_length").GetInt32());
        Assert.Equal(AiErrorKind.ModelNotFound, Assert.Throws<AiException>(() => Calls.Write(endpoints["POST /api/show"], catalog, body: """{"name":"x"}""")).Error.Kind);

        Assert.Equal("""{"models":[]}""", Calls.Write(endpoints["GET /api/ps"], catalog));
        Assert.Equal("""{"version":"0.13.0","gatehouse":"1.2"}""", Calls.Write(endpoints["GET /api/version"], catalog));
        Assert.Equal("Ollama is running", Calls.Write(endpoints["GET /"], catalog));
        Assert.Contains("HEAD /", endpoints.Keys);
        Assert.Contains("HEAD /api/version", endpoints.Keys);
    }

    private static ChatRequest Asked() => Calls.Decode(Chat, """{"model":"m","messages":[{"role":"user","content":"x"}]}""");
}
