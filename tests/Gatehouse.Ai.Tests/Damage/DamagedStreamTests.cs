using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Providers.Ollama;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Surfaces.Ollama;
using Gatehouse.Ai.Tests.Fixtures;
using Gatehouse.Ai.Tests.Steps;
using Xunit;

namespace Gatehouse.Ai.Tests.Damage;

/// <summary>One byte wrong, at every place.</summary>
public class DamagedStreamTests
{
    private static readonly byte[] Wrong = [(byte)'"', (byte)'{', (byte)'}', (byte)'0', (byte)'\n', (byte)'\\', 0xFF];

    public static TheoryData<string, bool> Streams => new()
    {
        { AnthropicStreams.Text, true },
        { AnthropicStreams.ThinkingAndTools, true },
        { AnthropicStreams.ServerTools, true },
        { OllamaStreams.Text, false },
        { OllamaStreams.ThinkingAndTools, false },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Damaged_stream_has_one_end_and_it_is_the_last_event(string stream, bool isAnthropic)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        foreach (byte wrong in Wrong)
        {
            for (int at = 0; at < bytes.Length; at++)
            {
                byte[] damaged = [.. bytes];
                damaged[at] = wrong;
                var events = Answers.Decode(isAnthropic ? new AnthropicStreamDecoder() : new OllamaStreamDecoder(), [damaged]);
                Assert.Single(events, e => e is AnswerEnded or AnswerFailed);
                Assert.True(events[^1] is AnswerEnded or AnswerFailed, $"byte {at} is {wrong}");
            }
        }
    }

    [Theory]
    [InlineData("""{"model":"m","max_tokens":9,"stream":true,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],"thinking":{"type":"enabled","budget_tokens":2000},"tools":[{"name":"f","input_schema":{"type":"object"}}],"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"}}]},{"role":"assistant","content":[{"type":"thinking","thinking":"\ud83d\ude00","signature":"E=="},{"type":"tool_use","id":"t","name":"f","input":{"x":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}]}""", true)]
    [InlineData("""{"model":"m","format":{"type":"object"},"think":"high","options":{"num_predict":5,"stop":["a"],"num_ctx":1},"messages":[{"role":"user","content":"\ud83d\ude00","images":["iVBORw0KGgo="]},{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},{"role":"tool","tool_name":"f","content":"r"}]}""", false)]
    public void Damaged_request_is_refused_or_understood_and_nothing_else(string body, bool isAnthropic)
    {
        ChatEndpoint endpoint = isAnthropic ? new MessagesEndpoint(new AnthropicSurface()) : new OllamaChatEndpoint(new OllamaSurface());
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        int refused = 0;
        foreach (byte wrong in Wrong)
        {
            for (int at = 0; at < bytes.Length; at++)
            {
                byte[] damaged = [.. bytes];
                damaged[at] = wrong;
                refused += IsRefused(endpoint, damaged) ? 1 : 0;
            }
        }

        Assert.InRange(refused, bytes.Length, Wrong.Length * bytes.Length);
    }

    private static bool IsRefused(ChatEndpoint endpoint, byte[] body)
    {
        try
        {
            var request = endpoint.Decode(new ClientCall { Headers = Calls.Headers(), Body = body });
            new AnthropicProvider().EncodeChat(request, Vendors.Model(ProviderKind.Anthropic), new EncodeNotes(false));
            new OllamaProvider().EncodeChat(request, Vendors.Model(ProviderKind.Ollama), new EncodeNotes(false));
            return false;
        }
        catch (AiException)
        {
            return true;
        }
    }
}
