using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Canaries;

/// <summary>
/// A distinct canary in every secret that the product knows or is sent; good and bad requests and configurations; then everything that
/// comes out of the program is searched for all of them.
/// </summary>
public sealed class CanaryTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] AdminPaths =
    [
        "/", "/config", "/status", "/status/ready", "/metrics", "/services", "/routes", "/consumers", "/plugins", "/certificates", "/ca_certificates", "/keys", "/key-sets",
        "/key-auths", "/basic-auths", "/jwts", "/hmac-auths", "/oauth2", "/vaults", "/schemas/plugins/jwt", "/endpoints", "/debug", "/consumers/alice/jwt",
    ];

    [Fact]
    public async Task Secret_shows_in_no_log_error_metric_header_or_dump()
    {
        await using var site = await CanarySite.StartAsync();
        using var admin = new HttpClient { BaseAddress = site.Gateway.Admin };

        var traffic = new CanaryTraffic(site);
        await traffic.RunAsync();
        foreach (string broken in BrokenDocuments.Of(site.Document))
        {
            await PostAsync(site, admin, broken, HttpStatusCode.BadRequest);
            await CheckAsync(site, broken, 1);
        }

        await PostAsync(site, admin, site.Document.ToJsonString(), HttpStatusCode.Created);
        await CheckAsync(site, site.Document.ToJsonString(), 0);
        await site.SendAsync("GET /key?apikey=last-of-all");
        await WaitForLogsAsync(site);
        await WatchApisAsync(site, admin);
        foreach (string file in (string[])[site.Gateway.AccessLog, site.Gateway.FileOf("audit.log"), site.Gateway.FileOf("plugin.log")])
        {
            site.Watch(Path.GetFileName(file), await File.ReadAllTextAsync(file));
        }

        site.Watch("http-log", site.Outside.Logged);
        site.Watch("stdout", site.Gateway.Process.Output);
        site.Watch("stderr", site.Gateway.Process.Error);
        await WatchLastGoodAsync(site);

        Assert.True(site.Escaped.Count + traffic.Unexpected.Count == 0, string.Join('\n', [.. site.Escaped.Distinct(), .. traffic.Unexpected]));
    }

    /// <summary>A search that finds nothing must be able to find something: every canary of the document, in the document.</summary>
    [Fact]
    public void Search_finds_what_is_there()
    {
        var cage = new Cage();
        using var planted = new CanaryDocument(cage);
        string document = planted.Write(echo: 1, quiet: 2, outside: 3, closed: 4).ToJsonString();

        Assert.Equal(cage.Names.Except(["vault-jwt-secret"]).Order(StringComparer.Ordinal), cage.In(document).Order(StringComparer.Ordinal));
    }

    private static async Task PostAsync(CanarySite site, HttpClient admin, string text, HttpStatusCode expected)
    {
        foreach (string query in (string[])["", "?flatten_errors=1"])
        {
            using var content = new StringContent(text, Encoding.UTF8, "text/yaml");
            using var response = await admin.PostAsync(new Uri("/config" + query, UriKind.Relative), content);
            string body = await response.Content.ReadAsStringAsync();
            Assert.True(expected == response.StatusCode, body);
            site.Watch($"POST /config{query}, {body[..Math.Min(body.Length, 120)]}", response.Headers + body);
        }
    }

    private static async Task CheckAsync(CanarySite site, string text, int expected)
    {
        using var folder = new TemporaryFolder();
        await using var check = ChildProcess.Start(GatehouseProcess.Executable, ["check", folder.Write("kong.yml", text)], site.Environment, folder.Path);
        Assert.Equal(expected, await check.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        site.Watch($"check, {check.Output[..Math.Min(check.Output.Length, 120)]}", check.Output + check.Error);
    }

    private static async Task WaitForLogsAsync(CanarySite site)
    {
        foreach (string file in (string[])["access.log", "plugin.log"])
        {
            await Eventually.TrueAsync(
                () => File.Exists(site.Gateway.FileOf(file)) && File.ReadAllText(site.Gateway.FileOf(file)).Contains("\"/key?apikey=REDACTED\"", StringComparison.Ordinal),
                $"the last request in {file}");
        }

        await Eventually.TrueAsync(() => site.Outside.Logged.Split("\"uri\"").Length > 40, "the entries of http-log");
        await Eventually.TrueAsync(() => File.Exists(site.Gateway.FileOf("audit.log")) && File.ReadAllLines(site.Gateway.FileOf("audit.log")).Length > 20, "the audit records");
        await Eventually.TrueAsync(() => site.Gateway.Process.Error.Contains("http-log", StringComparison.Ordinal), "the report of the log that cannot be delivered");
    }

    private static async Task WatchApisAsync(CanarySite site, HttpClient admin)
    {
        using var status = new HttpClient { BaseAddress = site.Gateway.Status };
        foreach (var (name, client) in ((string, HttpClient)[])[("admin", admin), ("status", status)])
        {
            foreach (string path in AdminPaths)
            {
                using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
                site.Watch($"{name} {path}", $"{response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync()}");
            }
        }
    }

    /// <summary>A node must be able to start from it, so it holds secrets; but only its owner may read it, and none of a vault is in it.</summary>
    private static async Task WatchLastGoodAsync(CanarySite site)
    {
        string file = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(site.Gateway.AccessLog)!, "last-good-*"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        }

        string text = await File.ReadAllTextAsync(file);
        Assert.True(JsonNode.DeepEquals(site.Document, JsonNode.Parse(text)));
        Assert.DoesNotContain("vault-jwt-secret", site.Cage.In(text));
    }
}
