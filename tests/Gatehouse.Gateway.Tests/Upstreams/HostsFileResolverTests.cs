using System.Net;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.TestKit.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class HostsFileResolverTests : IDisposable
{
    private const string Text = """
        # a comment
        10.0.0.1   api.test api   # two names
        10.0.0.2   API.test
        ::1        api.test six.test
        not-an-address  bad.test
        10.0.0.9

        """ + "\t10.0.0.3\tsix.test\r\n";

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedResolver _dns = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("api.test", false, "10.0.0.1 10.0.0.2")]
    [InlineData("Api.Test.", false, "10.0.0.1 10.0.0.2")]
    [InlineData("api", false, "10.0.0.1")]
    [InlineData("api.test", true, "::1")]
    [InlineData("six.test", false, "10.0.0.3")]
    [InlineData("six.test", true, "::1")]
    [InlineData("api", true, "10.0.0.1")]
    [InlineData("bad.test", false, "dns")]
    [InlineData("other.test", false, "dns")]
    public async Task File_is_asked_first_and_one_family_is_used(string host, bool prefersIPv6, string expected)
    {
        var resolver = Resolver(_folder.Write("hosts", Text), prefersIPv6);
        _dns.Say(host, "192.0.2.1");
        string answer = string.Join<IPAddress>(' ', (await resolver.ResolveAsync(host)).Addresses);
        Assert.Equal(expected, answer == "192.0.2.1" ? "dns" : answer);
        Assert.Equal(expected == "dns" ? 1 : 0, _dns.Asked(host));
    }

    [Fact]
    public async Task Changed_file_is_read_again_and_a_lost_one_keeps_what_it_said()
    {
        string path = _folder.Write("hosts", "10.0.0.1 a.test");
        var resolver = Resolver(path);
        Assert.Equal("10.0.0.1", await FirstAsync(resolver, "a.test"));
        _folder.Write("hosts", "10.0.0.222 a.test");
        Assert.Equal("10.0.0.222", await FirstAsync(resolver, "a.test"));
        File.Delete(path);
        Assert.Equal("10.0.0.222", await FirstAsync(resolver, "a.test"));
        _folder.Write("hosts", "10.0.0.4 a.test");
        Assert.Equal("10.0.0.4", await FirstAsync(resolver, "a.test"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2 * 1024 * 1024)]
    public async Task Absent_or_huge_file_leaves_the_name_service(int? length)
    {
        string path = length is { } size ? _folder.Write("hosts", new string('#', size)) : _folder.File("absent");
        _dns.Say("a.test", "192.0.2.1");
        Assert.Equal("192.0.2.1", await FirstAsync(Resolver(path), "a.test"));
    }

    private HostsFileResolver Resolver(string path, bool prefersIPv6 = false)
        => new(path, new AddressPreference(prefersIPv6), _dns, NullLogger.Instance);

    private static async Task<string> FirstAsync(HostsFileResolver resolver, string host)
        => (await resolver.ResolveAsync(host)).Addresses[0].ToString();
}
