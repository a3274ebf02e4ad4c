using System.Text;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Surfaces;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

public class EndpointTableTests
{
    private static readonly EndpointTable Table = new(Dialects.Surfaces());

    [Theory]
    [InlineData("/v1/chat/completions", "openai", "/v1/chat/completions")]
    [InlineData("/team/a/v1/chat/completions", "openai", "/v1/chat/completions")]
    [InlineData("/v1/messages", "anthropic", "/v1/messages")]
    [InlineData("/v1/messages/count_tokens", "anthropic", "/v1/messages/count_tokens")]
    [InlineData("/api/chat", "ollama", "/api/chat")]
    [InlineData("/chat", "own", "/chat")]
    [InlineData("/model/a.b-v1%3A0/converse", "bedrock", "/model/{id}/converse")]
    [InlineData("/x/health", "own", "/health")]
    public void Path_finds_the_endpoint_that_takes_most_of_its_end(string path, string surface, string template)
    {
        var (endpoint, _) = Find(path)[0];

        Assert.Equal((surface, template), (endpoint.Surface.Name, endpoint.Template));
    }

    [Theory]
    [InlineData("/v1/chat/completionsx")]
    [InlineData("/v1")]
    [InlineData("/chat/")]
    [InlineData("/model//converse")]
    public void Path_that_is_none_finds_nothing_of_it(string path)
        => Assert.DoesNotContain(Find(path), e => e.Endpoint is ChatEndpoint && e.Endpoint.Template != "/chat");

    [Theory]
    [InlineData("/api/pull", "ollama")]
    [InlineData("/x/api/pull", "ollama")]
    [InlineData("/model/m/invoke", "bedrock")]
    [InlineData("/v1/messages/batches", "anthropic")]
    [InlineData("/v1/audio/speech", "openai")]
    [InlineData("/nothing", null)]
    public void Path_that_nobody_has_belongs_to_who_has_most_of_its_beginning(string path, string? surface)
        => Assert.Equal(surface, Table.Nearest(path)?.Name);

    [Fact]
    public void Places_are_decoded()
    {
        var (_, values) = Find("/model/us.anthropic.claude%3A0%2Fx/converse")[0];

        Assert.Equal(["us.anthropic.claude:0/x"], values);
    }

    private static List<(Endpoint Endpoint, IReadOnlyList<string> Values)> Find(string path)
    {
        var found = new List<(Endpoint, IReadOnlyList<string>)>();
        for (int next = 0; Table.TryNext(Encoding.UTF8.GetBytes(path), ref next, out var endpoint, out var values);)
        {
            found.Add((endpoint, values));
        }

        return found;
    }
}
