using Gatehouse.Composition;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Settings;
using Gatehouse.Tests.Settings;
using Gatehouse.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Tests.Composition;

public sealed class SettingsMappingTests
{
    [Fact]
    public void Name_settings_reach_the_resolver()
    {
        var names = Names("dns_valid_ttl: 5\ndns_stale_ttl: 60\ndns_not_found_ttl: 7\ndns_error_ttl: 2\ndns_order: AAAA,A\ndns_hostsfile: /tmp/hosts");
        Assert.Equal(
            new NameResolverOptions
            {
                Refresh = TimeSpan.FromSeconds(5),
                StaleLimit = TimeSpan.FromSeconds(60),
                NotFoundPause = TimeSpan.FromSeconds(7),
                ErrorPause = TimeSpan.FromSeconds(2),
                PrefersIPv6 = true,
                HostsFile = "/tmp/hosts",
            },
            names);
    }

    [Fact]
    public void Name_settings_of_0_do_not_look_up_without_a_pause()
    {
        var names = Names("dns_valid_ttl: 0\ndns_stale_ttl: 0\ndns_not_found_ttl: 0\ndns_error_ttl: 0");
        Assert.All([names.Refresh, names.NotFoundPause, names.ErrorPause], static pause => Assert.Equal(TimeSpan.FromSeconds(1), pause));
        Assert.Equal(TimeSpan.Zero, names.StaleLimit);
    }

    [Fact]
    public void Name_settings_default_to_those_of_the_resolver()
        => Assert.Equal(new NameResolverOptions(), Names(""));

    private static NameResolverOptions Names(string text)
    {
        var prefix = Directory.CreateTempSubdirectory("gatehouse-test-");
        var certificate = new DefaultCertificate(prefix.FullName, TimeProvider.System).LoadOrCreate(out _);
        prefix.Delete(recursive: true);
        NodeSettings settings = SettingsText.Good(SettingsText.Yaml(text));
        return SettingsMapping.ToRuntime(settings, certificate, Guid.Empty, new DescriptorBudget(long.MaxValue, 1), NullLoggerFactory.Instance).Names;
    }
}
