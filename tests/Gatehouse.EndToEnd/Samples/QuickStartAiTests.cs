using System.Text;
using System.Text.Json;
using Xunit;

namespace Gatehouse.EndToEnd.Samples;

/// <summary>The quick start's LLM gateway at its root paths, open on loopback, with nothing configured but the sandbox.</summary>
public sealed class QuickStartAiTests(QuickStart quickStart) : IClassFixture<QuickStart>
{
    [Theory]
    [InlineData("/chat", """{"model":"sandbox","prompt":"Hello"}""", "\"response\":\"You said: Hello\"")]
    [InlineData("/chat", """{"model":"sandbox","messages":[{"role":"user","content":"Hello"}],"options":{"max_tokens":9}}""", "\"response\":\"You said: Hello\"")]
    [InlineData("/chat", """{"model":"sandbox","prompt":"Hello","stream":true}""", "data: {\"done\":true,")]
    [InlineData("/v1/chat/completions", """{"model":"sandbox","messages":[{"role":"user","content":"Hello"}]}""", "\"object\":\"chat.completion\"")]
    [InlineData("/v1/chat/completions", """{"model":"sandbox","stream":true,"messages":[{"role":"user","content":"Hello"}]}""", "data: [DONE]\n\n")]
    [InlineData("/v1/responses", """{"model":"sandbox","input":"Hello"}""", "\"object\":\"response\"")]
    [InlineData("/v1/completions", """{"model":"sandbox","prompt":"Hello"}""", "\"object\":\"text_completion\"")]
    [InlineData("/v1/embeddings", """{"model":"sandbox-embedding","input":"Hello"}""", "\"object\":\"embedding\"")]
    [InlineData("/v1/messages", """{"model":"sandbox","max_tokens":99,"messages":[{"role":"user","content":"Hello"}]}""", "\"type\":\"message\"")]
    [InlineData("/v1/messages/count_tokens", """{"model":"sandbox","messages":[{"role":"user","content":"Hello"}]}""", "{\"input_tokens\":")]
    [InlineData("/api/chat", """{"model":"sandbox","messages":[{"role":"user","content":"Hello"}]}""", "\"done\":true")]
    [InlineData("/api/generate", """{"model":"sandbox","prompt":"Hello","stream":false}""", "\"response\":\"You said: Hello\"")]
    [InlineData("/api/embed", """{"model":"sandbox-embedding","input":"Hello"}""", "\"embeddings\":[[")]
    [InlineData("/api/embeddings", """{"model":"sandbox-embedding","prompt":"Hello"}""", "{\"embedding\":[")]
    [InlineData("/api/show", """{"model":"sandbox"}""", "\"capabilities\":[")]
    [InlineData("/model/sandbox/converse", """{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}""", "\"stopReason\":\"end_turn\"")]
    [InlineData("/model/sandbox/converse-stream", """{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}""", "metadata")]
    public async Task Documented_endpoint_answers(string path, string body, string sign)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await quickStart.Client.PostAsync(new Uri(quickStart.Proxy, path), content);

        string text = Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal((200, true, text), ((int)response.StatusCode, text.Contains(sign, StringComparison.Ordinal), text));
    }

    [Theory]
    [InlineData("/providers", "{\"providers\":[{\"name\":\"sandbox\",\"type\":\"sandbox\",\"private\":true,\"healthy\":true,")]
    [InlineData("/settings", "{\"policy\":null,")]
    [InlineData("/config", "\"surfaces\":[\"openai\",\"anthropic\",\"ollama\",\"bedrock\",\"own\"]")]
    [InlineData("/health", "{\"status\":\"healthy\",")]
    [InlineData("/redis-test", "{\"configured\":false,\"connected\":false,")]
    [InlineData("/v1/models", "{\"object\":\"list\",\"data\":[{\"id\":\"sandbox\",")]
    [InlineData("/v1/models/sandbox", "{\"id\":\"sandbox\",\"object\":\"model\",")]
    [InlineData("/api/tags", "{\"models\":[{\"name\":\"sandbox")]
    [InlineData("/api/ps", "{\"models\":[")]
    [InlineData("/api/version", "{\"version\":\"")]
    public async Task Documented_page_tells(string path, string sign)
        => Assert.Contains(sign, await quickStart.Client.GetStringAsync(new Uri(quickStart.Proxy, path)), StringComparison.Ordinal);

    [Fact]
    public async Task Models_are_listed_in_anthropics_shape_for_its_clients()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(quickStart.Proxy, "/v1/models"));
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await quickStart.Client.SendAsync(request);
        var answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());

        Assert.Equal(("sandbox", "model"), (answer.GetProperty("data")[0].GetProperty("id").GetString(), answer.GetProperty("data")[0].GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Other_routes_are_not_the_llm_gateways()
        => Assert.Equal("""{"message":"hello from gatehouse"}""", await quickStart.Client.GetStringAsync(new Uri(quickStart.Proxy, "/hello")));
}
