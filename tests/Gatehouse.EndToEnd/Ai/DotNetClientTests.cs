using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>The NuGet libraries OpenAI and Anthropic as they are, against every provider.</summary>
public sealed class DotNetClientTests(ClientFlows flows) : IClassFixture<ClientFlows>, IDisposable
{
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"count":{"type":"integer"}},"required":["city","count"],"additionalProperties":false}""";

    private readonly AnthropicClient _anthropic = new() { ApiKey = ClientFlows.Key, BaseUrl = flows.Gateway.Proxy.AbsoluteUri.TrimEnd('/'), MaxRetries = 0 };

    public static TheoryData<string> Providers => [.. ClientFlows.Providers];

    public void Dispose() => _anthropic.Dispose();

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task OpenAi_chats_whole_and_streamed(string provider)
    {
        var client = ChatOf(provider);
        ChatCompletion whole = await client.CompleteChatAsync("Hello");
        Assert.Equal((Expectations.Text(provider), ChatFinishReason.Stop), (whole.Content[0].Text, whole.FinishReason));
        Assert.True(whole.Usage is { InputTokenCount: > 0, OutputTokenCount: > 0 });

        string text = "";
        ChatTokenUsage? usage = null;
        await foreach (var update in client.CompleteChatStreamingAsync("Hello"))
        {
            text += string.Concat(update.ContentUpdate.Select(c => c.Text));
            usage = update.Usage ?? usage;
        }

        Assert.Equal(Expectations.Text(provider), text);
        Assert.True(usage is { InputTokenCount: > 0, OutputTokenCount: > 0 });
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task OpenAi_calls_tools_and_takes_schemas(string provider)
    {
        var client = ChatOf(provider);
        var options = new ChatCompletionOptions
        {
            Tools =
            {
                ChatTool.CreateFunctionTool("get_weather", "Weather of a city", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""")),
                ChatTool.CreateFunctionTool("get_time", "Time of a zone", BinaryData.FromString("""{"type":"object","properties":{"zone":{"type":"string"}},"required":["zone"]}""")),
            },
        };
        var messages = new List<ChatMessage> { new UserChatMessage("Call get_weather for Paris.") };
        ChatCompletion first = await client.CompleteChatAsync(messages, options);
        Assert.Equal(
            Expectations.Calls(provider),
            $"[{string.Join(',', first.ToolCalls.Select(c => $"[\"{c.FunctionName}\",{JsonSerializer.Serialize(JsonElement.Parse(c.FunctionArguments.ToMemory().Span))}]"))}]");

        messages.Add(new AssistantChatMessage(first));
        messages.AddRange(first.ToolCalls.Select(c => new ToolChatMessage(c.Id, c.FunctionName == "get_weather" ? "sunny" : "noon")));
        ChatCompletion second = await client.CompleteChatAsync(messages, options);
        Assert.Equal(Expectations.Told(provider), second.Content[0].Text);

        ChatCompletion shaped = await client.CompleteChatAsync(
            ["Hello"], new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("place", BinaryData.FromString(Schema), jsonSchemaIsStrict: true) });
        Assert.Equal(["city", "count"], JsonElement.Parse(shaped.Content[0].Text).EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("bedrock")]
    [InlineData("ollama")]
    public async Task OpenAi_embeds(string provider)
    {
        var client = new EmbeddingClient($"{provider}-embed", new ApiKeyCredential(ClientFlows.Key), Options(0));
        OpenAIEmbeddingCollection vectors = await client.GenerateEmbeddingsAsync(["one", "two"]);
        Assert.Equal([0.5f, -0.25f], vectors[1].ToFloats().ToArray()[..2]);
        Assert.Equal(2, vectors.Count);
    }

    [Theory]
    [InlineData("no-such-model", 404)]
    [InlineData("openai-picky", 400)]
    [InlineData("anthropic-limited", 429)]
    [InlineData("bedrock-broken", 502)]
    public async Task OpenAi_gets_errors_with_their_status(string model, int status)
        => Assert.Equal(status, (await Assert.ThrowsAsync<ClientResultException>(() => ChatOf(model).CompleteChatAsync("Hello"))).Status);

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Anthropic_talks_whole_and_streamed(string provider)
    {
        var ask = Ask(provider);
        var whole = await _anthropic.Messages.Create(ask);
        Assert.Equal(Expectations.Text(provider), TextOf(whole));
        Assert.True(whole.Usage is { InputTokens: > 0, OutputTokens: > 0 });

        string text = "";
        bool isOver = false;
        await foreach (var step in _anthropic.Messages.CreateStreaming(ask))
        {
            text += step.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece) ? piece.Text : "";
            isOver = step.TryPickStop(out _);
        }

        Assert.Equal((Expectations.Text(provider), true), (text, isOver));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Anthropic_calls_tools(string provider)
    {
        var message = await _anthropic.Messages.Create(Ask(provider, "Call get_weather for Paris.") with
        {
            Tools = [ToolOf("get_weather", "city"), ToolOf("get_time", "zone")],
        });
        var calls = message.Content.Select(b => b.TryPickToolUse(out var call) ? call : null).OfType<ToolUseBlock>();
        Assert.Equal(Expectations.Calls(provider), $"[{string.Join(',', calls.Select(c => $"[\"{c.Name}\",{JsonSerializer.Serialize(c.Input)}]"))}]");
    }

    [Fact]
    public async Task Anthropic_gets_errors_with_their_kind()
    {
        await Assert.ThrowsAsync<AnthropicNotFoundException>(() => _anthropic.Messages.Create(Ask("no-such-model")));
        await Assert.ThrowsAsync<AnthropicBadRequestException>(() => _anthropic.Messages.Create(Ask("ollama-picky")));
        await Assert.ThrowsAsync<AnthropicRateLimitException>(() => _anthropic.Messages.Create(Ask("openai-limited")));
        await Assert.ThrowsAsync<Anthropic5xxException>(() => _anthropic.Messages.Create(Ask("anthropic-broken")));
    }

    [Fact]
    public async Task Anthropic_counts_tokens()
        => Assert.Equal(
            Vendors.AnthropicVendor.CountedTokens,
            (await _anthropic.Messages.CountTokens(new MessageCountTokensParams { Model = "anthropic", Messages = [new UserMessageParam("Hello")] })).InputTokens);

    private static MessageCreateParams Ask(string model, string prompt = "Hello")
        => new() { Model = model, MaxTokens = 1000, Messages = [new UserMessageParam(prompt)] };

    private static Tool ToolOf(string name, string field) => new()
    {
        Name = name,
        InputSchema = new InputSchema { Properties = new Dictionary<string, JsonElement> { [field] = JsonElement.Parse("""{"type":"string"}""") }, Required = [field] },
    };

    private static string TextOf(Message message) => string.Concat(message.Content.Select(b => b.TryPickText(out var text) ? text.Text : ""));

    private ChatClient ChatOf(string model) => new(model, new ApiKeyCredential(ClientFlows.Key), Options(0));

    private OpenAIClientOptions Options(int retries) => new() { Endpoint = new Uri(flows.Gateway.Proxy, "/v1"), RetryPolicy = new ClientRetryPolicy(retries) };
}
