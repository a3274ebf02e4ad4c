using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Tests.Cases;
using Gatehouse.Ai.Tests.Cases.OpenAi;
using Xunit;

namespace Gatehouse.Ai.Tests.Surfaces.OpenAi;

public class OpenAiStreamTests
{
    private static readonly ChatEvent[] Rich =
    [
        new AnswerStarted { Id = "msg_1", Model = "claude" },
        new ReasoningDelta("Let "), new ReasoningDelta("me."), new ReasoningSealed { Signature = "EqAB+/=", Origin = Dialect.Anthropic }, PartEnded.Instance,
        new ReasoningSealed { Redacted = "hidden==", Origin = Dialect.Bedrock }, PartEnded.Instance,
        new TextDelta("One"), new TextDelta(" two"), PartEnded.Instance,
        new TextDelta("Three"), PartEnded.Instance,
        new RefusalDelta("But"), PartEnded.Instance,
        new ToolCallStarted(0, "toolu_1", "f"), new ToolCallDelta(0, "{\"a\""), new ToolCallDelta(0, ":1}"), PartEnded.Instance,
        new ToolCallStarted(1, "toolu_2", "g"), PartEnded.Instance,
        new AnswerFinished(FinishReason.ToolCalls),
        new UsageReported(new TokenUsage { Input = 5, CacheRead = 7, Output = 3, Reasoning = 4 }),
        AnswerEnded.Instance,
    ];

    // Events; last event of a response, its status, and why it is not complete.
    public static TheoryData<string, string, string, string?> Ends => new()
    {
        { "Stop", "response.completed", "completed", null },
        { "StopSequence", "response.completed", "completed", null },
        { "Pause", "response.completed", "completed", null },
        { "ToolCalls", "response.completed", "completed", null },
        { "Length", "response.incomplete", "incomplete", "max_output_tokens" },
        { "ContextWindow", "response.incomplete", "incomplete", "max_output_tokens" },
        { "ContentFilter", "response.incomplete", "incomplete", "content_filter" },
        { "Refusal", "response.incomplete", "incomplete", "content_filter" },
    };

    [Theory]
    [InlineData("Stop", "stop")]
    [InlineData("StopSequence", "stop")]
    [InlineData("Pause", "stop")]
    [InlineData("Malformed", "stop")]
    [InlineData("Length", "length")]
    [InlineData("ContextWindow", "length")]
    [InlineData("ToolCalls", "tool_calls")]
    [InlineData("ContentFilter", "content_filter")]
    [InlineData("Refusal", "content_filter")]
    public void Chat_ends_with_the_reason_in_the_words_of_the_dialect(string reason, string word)
    {
        var chunks = Chunks(OpenAiClient.ChatStream([new AnswerStarted(), new TextDelta("x"), PartEnded.Instance, new AnswerFinished(Enum.Parse<FinishReason>(reason)), AnswerEnded.Instance], wantsUsage: false));

        Assert.Equal(word, chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Response_ends_with_its_status(string reason, string type, string status, string? why)
    {
        var last = Events(OpenAiClient.ResponsesStream([new AnswerStarted(), new TextDelta("x"), PartEnded.Instance, new AnswerFinished(Enum.Parse<FinishReason>(reason)), AnswerEnded.Instance]))[^1];
        var response = last.GetProperty("response");

        Assert.Equal((type, status), (last.GetProperty("type").GetString(), response.GetProperty("status").GetString()));
        Assert.Equal(why, response.GetProperty("incomplete_details") is { ValueKind: JsonValueKind.Object } details ? details.GetProperty("reason").GetString() : null);
    }

    [Fact]
    public void Usage_is_sent_only_where_it_was_asked_for()
    {
        var asked = Chunks(OpenAiClient.ChatStream(Rich, wantsUsage: true));
        var unasked = Chunks(OpenAiClient.ChatStream(Rich, wantsUsage: false));

        Assert.All(asked.SkipLast(1), c => Assert.Equal(JsonValueKind.Null, c.GetProperty("usage").ValueKind));
        Assert.Equal((0, 12, 7, 19), (asked[^1].GetProperty("choices").GetArrayLength(), Number(asked[^1], "prompt_tokens"), Number(asked[^1], "completion_tokens"), Number(asked[^1], "total_tokens")));
        Assert.All(unasked, c => Assert.False(c.TryGetProperty("usage", out _)));
    }

    [Fact]
    public void Every_chunk_has_the_same_envelope_and_the_first_the_role()
    {
        var chunks = Chunks(OpenAiClient.ChatStream(Rich));

        Assert.All(chunks, c => Assert.Equal(("chatcmpl-req1", "chat.completion.chunk", "claude", 1_750_000_000L), (c.GetProperty("id").GetString(), c.GetProperty("object").GetString(), c.GetProperty("model").GetString(), c.GetProperty("created").GetInt64())));
        Assert.Equal("assistant", chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Single(chunks, c => c.GetProperty("choices").GetArrayLength() > 0 && c.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("role", out _));
    }

    [Fact]
    public void Chunks_put_together_are_the_whole_answer()
    {
        var message = Accumulated(Chunks(OpenAiClient.ChatStream(Rich)));
        using var whole = JsonDocument.Parse(OpenAiClient.Answer("/v1/chat/completions", AnswerCollector.Collect(Rich), """{"model":"a","messages":[{"role":"user","content":"x"}]}"""));
        var expected = whole.RootElement.GetProperty("choices")[0].GetProperty("message");

        Assert.Equal(expected.GetProperty("content").GetString(), message.Content);
        Assert.Equal(expected.GetProperty("reasoning_content").GetString(), message.Reasoning);
        Assert.Equal(Compact(expected.GetProperty("thinking_blocks")), message.Thinking);
        Assert.Equal(["toolu_1 f {\"a\":1}", "toolu_2 g {}"], message.Calls);
    }

    [Fact]
    public void Thought_played_back_by_a_chat_client_is_the_one_that_was_minted()
    {
        var message = Accumulated(Chunks(OpenAiClient.ChatStream(Rich)));
        var request = OpenAiClient.Decode("/v1/chat/completions", $$"""{"model":"a","messages":[{"role":"assistant","content":"x","thinking_blocks":{{message.Thinking}}}]}""");

        Assert.Equal(AnswerCollector.Collect(Rich).Choices[0].Parts.OfType<ReasoningPart>(), request.Messages[0].Parts.OfType<ReasoningPart>());
    }

    [Fact]
    public void Thought_played_back_by_a_client_of_responses_is_the_one_that_was_minted()
    {
        var output = Events(OpenAiClient.ResponsesStream(Rich))[^1].GetProperty("response").GetProperty("output");
        var request = OpenAiClient.Decode("/v1/responses", $$"""{"model":"a","input":{{output.GetRawText()}}}""");
        var minted = AnswerCollector.Collect(Rich).Choices[0].Parts.ToArray();

        // Reasoning items have ids of the gateway's where the vendor gave none.
        Assert.Equal(minted, Assert.Single(request.Messages).Parts.Select(p => p is ReasoningPart r ? r with { Id = null } : p is ToolCallPart { Arguments: "{}" } c ? c with { Arguments = "" } : p));
        Assert.Equal(MessageRole.Assistant, request.Messages[0].Role);
    }

    [Fact]
    public void Events_of_a_response_are_numbered_and_every_thing_is_added_before_it_grows_and_done_after()
    {
        var events = Events(OpenAiClient.ResponsesStream(Rich));

        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(["response.created", "response.in_progress"], events.Take(2).Select(e => e.GetProperty("type").GetString()));
        var items = new Dictionary<int, JsonElement>();
        var open = new HashSet<string>();
        foreach (var step in events.Skip(2).SkipLast(1))
        {
            AssertOrder(step, items, open);
        }

        Assert.Empty(open);
        var output = events[^1].GetProperty("response").GetProperty("output");
        Assert.Equal(items.OrderBy(i => i.Key).Select(i => Compact(i.Value)), output.EnumerateArray().Select(Compact));
    }

    [Fact]
    public void Failure_in_a_chat_is_an_error_event_and_no_done()
    {
        var text = OpenAiClient.ChatStream([new AnswerStarted(), new TextDelta("x"), new AnswerFailed(new AiError(AiErrorKind.VendorFailed, "The provider's stream broke off."))]);

        Assert.EndsWith("data: {\"error\":{\"message\":\"The provider's stream broke off.\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_error\"}}\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_of_a_response_is_an_error_event_and_the_failed_response()
    {
        var events = Events(OpenAiClient.ResponsesStream([new AnswerStarted(), new TextDelta("x"), new AnswerFailed(new AiError(AiErrorKind.RateLimited, "Slow down."))]));

        Assert.Equal(["error", "response.failed"], events.TakeLast(2).Select(e => e.GetProperty("type").GetString()));
        Assert.Equal("rate_limit_exceeded", events[^2].GetProperty("code").GetString());
        Assert.Equal("""{"code":"rate_limit_exceeded","message":"Slow down."}""", events[^1].GetProperty("response").GetProperty("error").GetRawText());
        Assert.Equal("incomplete", events[^1].GetProperty("response").GetProperty("output")[0].GetProperty("status").GetString());
    }

    [Fact]
    public void Legacy_stream_echoes_the_prompt_and_ends_with_done()
    {
        var endpoint = OpenAiClient.Chat("/v1/completions");
        var request = OpenAiClient.Decode("/v1/completions", """{"model":"a","prompt":"Say ","echo":true,"stream":true,"stream_options":{"include_usage":true}}""");
        var text = StreamReading.Write(endpoint.CreateStreamWriter(request, OpenAiClient.Context), Rich);
        var chunks = Chunks(text);

        Assert.Equal("Say One twoThree", string.Concat(chunks.SkipLast(1).Select(c => c.GetProperty("choices")[0].GetProperty("text").GetString())));
        Assert.Equal(("stop", "text_completion"), (chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString(), chunks[0].GetProperty("object").GetString()));
        Assert.Equal(12, Number(chunks[^1], "prompt_tokens"));
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"a","messages":[{"role":"user","content":"x"}]}""")]
    [InlineData("/v1/responses", """{"model":"a","input":"x"}""")]
    [InlineData("/v1/completions", """{"model":"a","prompt":"x"}""")]
    public void Keep_alive_is_a_comment(string template, string body)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        OpenAiClient.Chat(template).CreateStreamWriter(OpenAiClient.Decode(template, body), OpenAiClient.Context).WriteKeepAlive(output);

        Assert.Equal(": keep-alive\n\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static void AssertOrder(JsonElement step, Dictionary<int, JsonElement> items, HashSet<string> open)
    {
        var type = step.GetProperty("type").GetString()!;
        int index = step.GetProperty("output_index").GetInt32();
        var id = step.TryGetProperty("item", out var item) ? item.GetProperty("id").GetString()! : step.GetProperty("item_id").GetString()!;
        var place = step.TryGetProperty("content_index", out var content) ? $"{id}/{content}" : step.TryGetProperty("summary_index", out var summary) ? $"{id}/{summary}" : id;
        switch (type)
        {
            case "response.output_item.added":
                Assert.Equal(items.Count, index);
                Assert.Empty(open);
                items.Add(index, item);
                Assert.True(open.Add(id));
                break;
            case "response.output_item.done":
                items[index] = item;
                Assert.True(open.Remove(id));
                break;
            case "response.content_part.added" or "response.reasoning_summary_part.added":
                Assert.Contains(id, open);
                Assert.True(open.Add(place));
                break;
            case "response.content_part.done" or "response.reasoning_summary_part.done":
                Assert.True(open.Remove(place));
                break;
            default:
                Assert.Contains(place, open);
                break;
        }
    }

    private static (string Content, string Reasoning, string Thinking, List<string> Calls) Accumulated(List<JsonElement> chunks)
    {
        var content = new StringBuilder();
        var reasoning = new StringBuilder();
        var blocks = new List<string>();
        var calls = new List<string>();
        foreach (var delta in chunks.Where(c => c.GetProperty("choices").GetArrayLength() > 0).Select(c => c.GetProperty("choices")[0].GetProperty("delta")))
        {
            content.Append(delta.TryGetProperty("content", out var text) ? text.GetString() : "");
            reasoning.Append(delta.TryGetProperty("reasoning_content", out var thought) ? thought.GetString() : "");
            blocks.AddRange(delta.TryGetProperty("thinking_blocks", out var sealedBlocks) ? sealedBlocks.EnumerateArray().Select(Compact) : []);
            foreach (var call in delta.TryGetProperty("tool_calls", out var array) ? array.EnumerateArray().ToArray() : [])
            {
                var function = call.GetProperty("function");
                int index = call.GetProperty("index").GetInt32();
                if (call.TryGetProperty("id", out var id))
                {
                    Assert.Equal(calls.Count, index);
                    calls.Add($"{id.GetString()} {function.GetProperty("name").GetString()} ");
                }

                calls[index] += function.GetProperty("arguments").GetString();
            }
        }

        return (content.ToString(), reasoning.ToString(), $"[{string.Join(',', blocks)}]", calls);
    }

    private static int Number(JsonElement chunk, string name) => chunk.GetProperty("usage").GetProperty(name).GetInt32();

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static List<JsonElement> Chunks(string stream) => [.. Read(stream).Where(e => e.Data != "[DONE]").Select(e => JsonElement.Parse(e.Data))];

    private static List<JsonElement> Events(string stream)
    {
        var events = Read(stream);
        Assert.All(events, e => Assert.Equal(e.Name, JsonElement.Parse(e.Data).GetProperty("type").GetString()));
        return [.. events.Select(e => JsonElement.Parse(e.Data))];
    }

    private static List<(string Name, string Data)> Read(string stream)
    {
        var frames = new SseFrames();
        frames.Append(Encoding.UTF8.GetBytes(stream));
        var events = new List<(string, string)>();
        byte[]? scratch = null;
        while (frames.TryRead(out var frame))
        {
            var step = SseEvent.Parse(frame, ref scratch);
            events.Add((Encoding.UTF8.GetString(step.Name), Encoding.UTF8.GetString(step.Data)));
        }

        Assert.Equal(0, frames.Pending);
        return events;
    }
}
