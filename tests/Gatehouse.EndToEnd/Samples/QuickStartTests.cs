using System.Text.Json;
using Gatehouse.TestKit;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Samples;

/// <summary>What the quick start's files and the READMEs promise.</summary>
public sealed class QuickStartTests(QuickStart quickStart) : IClassFixture<QuickStart>
{
    private static readonly IReadOnlyList<ReadmeExample> Found = [.. Readmes().SelectMany(f => ReadmeExample.In("quickstart", Path.GetRelativePath(RepositoryRoot.Path, f), File.ReadAllLines(f)))];

    /// <summary>-1 stands for "there is none yet", since a theory needs a row.</summary>
    public static TheoryData<int> Examples => Found.Count == 0 ? [-1] : [.. Enumerable.Range(0, Found.Count)];

    [Fact]
    public async Task Echo_route_strips_its_path_and_names_the_request()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(quickStart.Proxy, "/echo/some/path?x=1"));
        request.Headers.Add("Origin", "http://localhost:3000");
        using var response = await quickStart.Client.SendAsync(request);
        var echo = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal("/some/path?x=1", echo.GetProperty("target").GetString());
        Assert.Equal("http://localhost:3000", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(echo.GetProperty("headers").GetProperty("x-correlation-id").GetString(), response.Headers.GetValues("X-Correlation-ID").Single());
    }

    [Fact]
    public async Task Hello_route_is_answered_by_the_gateway() =>
        Assert.Equal("""{"message":"hello from gatehouse"}""", await quickStart.Client.GetStringAsync(new Uri(quickStart.Proxy, "/hello")));

    [Fact]
    public async Task Requests_are_counted_and_logged()
    {
        using var response = await quickStart.Client.GetAsync(new Uri(quickStart.Proxy, "/hello"));
        string id = response.Headers.GetValues("X-Kong-Request-Id").Single();

        Assert.Contains("kong_http_requests_total{service=\"\",route=\"hello\",code=\"200\"", await quickStart.Client.GetStringAsync(new Uri(quickStart.Status, "/metrics")), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => quickStart.Process.Output.Contains(id, StringComparison.Ordinal), "the access-log line on standard output");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Readme_example_prints_what_it_shows(int index)
    {
        if (index < 0)
        {
            Assert.Empty(Found);
            return;
        }

        Assert.Null(await quickStart.DifferenceAsync(Found[index]));
    }

    [Fact]
    public void Readme_example_is_found_with_its_output()
    {
        string[] lines = ["text", "<!-- test: quickstart -->", "```sh", "curl -s x", "```", "", "```text", "{...}", "```", "```sh", "not marked", "```", "<!-- test: other -->", "```sh", "another sample's", "```"];
        Assert.Equal(new ReadmeExample("R.md", 3, "curl -s x", "{...}"), Assert.Single(ReadmeExample.In("quickstart", "R.md", lines)));
    }

    private static IEnumerable<string> Readmes() =>
        new[] { RepositoryRoot.Combine("README.md") }.Where(File.Exists)
            .Concat(Directory.GetFiles(RepositoryRoot.Combine("samples"), "README.md", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(RepositoryRoot.Combine("docs/guides"), "*.md"));
}
