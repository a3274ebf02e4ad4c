using System.Net;
using System.Security.Authentication;
using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class SettingsDefaultsTests
{
    private readonly NodeSettings _settings = SettingsText.Good(SettingsText.Environment());

    [Fact]
    public void Defaults_of_listeners_are_loopback()
    {
        Assert.Equal(["127.0.0.1:8000", "127.0.0.1:8443 ssl http2"], _settings.ProxyListen.Select(static a => a.ToString()));
        Assert.Equal(["127.0.0.1:8001"], _settings.AdminListen.Select(static a => a.ToString()));
        Assert.Equal(["127.0.0.1:8007"], _settings.StatusListen.Select(static a => a.ToString()));
        Assert.Empty(_settings.EchoListen);
    }

    [Fact]
    public void Defaults_of_upstreams_are_those_of_kong()
        => Assert.Equal(new UpstreamSettings(512, 10000, TimeSpan.FromSeconds(60)), _settings.Upstreams);

    [Fact]
    public void Defaults_of_clients_trust_nobody_and_bound_waits()
    {
        Assert.Empty(_settings.Clients.TrustedIps);
        Assert.Equal("X-Real-IP", _settings.Clients.RealIpHeader);
        Assert.False(_settings.Clients.RealIpRecursive);
        Assert.Null(_settings.Clients.MaxBodySize);
        Assert.Equal(TimeSpan.FromSeconds(60), _settings.Clients.HeaderTimeout);
        Assert.Equal(10L * 1024 * 1024, _settings.AdminMaxBodySize);
    }

    [Fact]
    public void Defaults_of_tls_are_1_2_and_1_3()
    {
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, _settings.Tls.Protocols);
        Assert.Empty(_settings.Tls.Certificates);
        Assert.Null(_settings.Tls.ClientCertificate);
        Assert.True(_settings.Tls.TrustsSystemRoots);
        Assert.Equal(1, _settings.Tls.VerifyDepth);
    }

    [Fact]
    public void Defaults_of_answers_have_both_tokens()
    {
        var answers = _settings.Answers;
        Assert.True(answers is { Server: true, Via: true, ProxyLatency: true, ResponseLatency: true, UpstreamLatency: true, AdminLatency: true });
        Assert.True(answers is { RequestId: true, RequestIdUpstream: true, UpstreamStatus: false });
        Assert.Equal("text/plain", answers.ErrorDefaultType);
    }

    [Fact]
    public void Defaults_of_the_rest()
    {
        Assert.Equal("/srv/user/.local/state/gatehouse", _settings.Prefix);
        Assert.Equal(Environment.ProcessorCount, _settings.WorkerCount);
        Assert.Equal(TimeSpan.FromSeconds(30), _settings.ShutdownTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), _settings.DeclarativeConfigPollInterval);
        Assert.Null(_settings.Plugins);
        Assert.Equal(new LogSettings("notice", "/dev/stdout", "/dev/stderr", "error_log"), _settings.Logs);
        Assert.Equal(new AuthenticationSettings(TimeSpan.FromSeconds(1), 5), _settings.Authentication);
        Assert.Equal(TimeSpan.FromHours(1), _settings.Resolver.StaleTtl);
        Assert.Null(_settings.Resolver.HostsFile);
        Assert.False(_settings.Resolver.PrefersIPv6);
    }

    [Fact]
    public void Prefix_follows_the_xdg_state_directory()
        => Assert.Equal("/state/gatehouse", SettingsText.Good(SettingsText.Environment(("XDG_STATE_HOME", "/state"))).Prefix);

    [Fact]
    public void Every_default_of_the_table_can_be_read()
    {
        var yaml = string.Join('\n', UsedSettings.All
            .Where(static d => d is { AliasOf: null, Default: not null })
            .Select(static d => $"{d.Key}: '{d.Default}'"));
        Assert.Empty(SettingsText.Yaml(yaml).Errors);
    }
}
