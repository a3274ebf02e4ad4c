using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>What libraries of vendors expect beside the body of an answer.</summary>
public sealed class DialectMannersTests(DialectMannersGateway gateway) : IClassFixture<DialectMannersGateway>
{
    private const string Chat = """{"model":"sandbox","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Stream = """{"model":"sandbox","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Converse = """{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}""";

    [Theory]
    [InlineData("/v1/chat/completions", Chat, "x-request-id")]
    [InlineData("/v1/chat/completions", Stream, "x-request-id")]
    [InlineData("/v1/responses", """{"model":"sandbox","input":"Hi"}""", "x-request-id")]
    [InlineData("/v1/messages", Chat, "request-id")]
    [InlineData("/v1/messages", Stream, "request-id")]
    [InlineData("/model/sandbox/converse", Converse, "x-amzn-requestid")]
    [InlineData("/model/sandbox/converse-stream", Converse, "x-amzn-requestid")]
    public async Task Answer_names_its_request_where_libraries_look_for_it(string path, string body, string field)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Post, path, body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(answer.Headers.GetValues("X-Kong-Request-Id"), answer.Headers.GetValues(field));
    }

    [Theory]
    [InlineData("/api/pull", "error")]
    [InlineData("/model/sandbox/invoke", "message")]
    [InlineData("/v1/messages/batches", "request_id")]
    [InlineData("/v1/audio/speech", "error.message")]
    public async Task Endpoint_that_there_is_not_is_refused_in_the_dialect_of_its_neighbours(string path, string member)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Post, path, "{}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var found = member.Split('.').Aggregate(await answer.Content.ReadFromJsonAsync<JsonNode>(), static (node, name) => node![name]);
        Assert.Equal(JsonValueKind.String, found!.GetValueKind());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/tags")]
    [InlineData("/api/version")]
    public async Task Ollama_clients_may_ask_whether_it_is_there(string path)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Head, path, null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Own_errors_are_readable_as_they_are()
    {
        using var answer = await gateway.SendAsync(HttpMethod.Post, "/chat", "{}");

        Assert.Contains("'prompt'", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
