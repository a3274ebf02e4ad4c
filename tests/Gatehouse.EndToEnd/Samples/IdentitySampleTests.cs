using System.Text.Json;
using Gatehouse.TestKit;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Samples;

/// <summary>What the walk through the identity sample shows.</summary>
public sealed class IdentitySampleTests(IdentitySample sample) : IClassFixture<IdentitySample>
{
    private static readonly string Guide = Path.Combine("docs", "guides", "identity-sample.md");

    private static readonly IReadOnlyList<ReadmeExample> Found = [.. ReadmeExample.In("identity", Guide, File.ReadAllLines(RepositoryRoot.Combine(Guide)))];

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, Found.Count)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Guide_example_prints_what_it_shows(int index) => Assert.Null(await sample.DifferenceAsync(Found[index]));

    [Fact]
    public async Task Last_use_of_a_credential_is_told()
    {
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sample.Proxy, "/orders/7"));
        request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(RepositoryRoot.Combine("samples", "identity", "tokens", "reader.jwt"))).Trim());
        using var response = await sample.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);

        string answer = await sample.Client.GetStringAsync(new Uri(sample.OnOurPorts("http://127.0.0.1:8001/credentials?consumer=idp")));
        var credential = JsonDocument.Parse(answer).RootElement.GetProperty("data").EnumerateArray().Single();
        Assert.Equal("jwt_secrets", credential.GetProperty("kind").GetString());
        Assert.InRange(credential.GetProperty("last_used").GetInt64(), before, before + 120);
    }

    [Fact]
    public async Task Refusals_are_audited_with_plugin_reason_and_who_asked()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sample.Proxy, "/orders/archive/7"));
        request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(RepositoryRoot.Combine("samples", "identity", "tokens", "editor.jwt"))).Trim());
        using var response = await sample.Client.SendAsync(request);
        string id = response.Headers.GetValues("X-Kong-Request-Id").Single();

        string? line = null;
        await Eventually.TrueAsync(() => (line = sample.Process.Output.Split('\n').FirstOrDefault(l => l.Contains(id, StringComparison.Ordinal))) is not null, "the audit record on standard output");
        var record = JsonDocument.Parse(line!).RootElement;
        Assert.Equal(
            ("access_denied", "rbac", "denied", "no-archive", "idp"),
            (Text("event"), Text("plugin"), Text("reason"), Text("rule"), record.GetProperty("consumer").GetProperty("username").GetString()));

        string? Text(string name) => record.GetProperty(name).GetString();
    }
}
