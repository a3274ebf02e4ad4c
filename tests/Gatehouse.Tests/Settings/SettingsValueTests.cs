using System.Security.Authentication;
using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class SettingsValueTests
{
    /// <summary>A value of each key, and what it becomes.</summary>
    public static TheoryData<string, string, string> Values => new()
    {
        { "nginx_worker_processes: 3", "worker", "3" },
        { "nginx_main_worker_processes: 4", "worker", "4" },
        { "proxy_listen: [ '0.0.0.0:80', '[::]:443 ssl' ]", "proxy", "0.0.0.0:80|[::]:443 ssl" },
        { "proxy_listen: 0.0.0.0:80 , 0.0.0.0:81 http2", "proxy", "0.0.0.0:80|0.0.0.0:81 http2" },
        { "admin_listen: off", "admin", "" },
        { "admin_listen: 'off'", "admin", "" },
        { "client_max_body_size: 8m", "body", "8388608" },
        { "nginx_http_client_max_body_size: 1k", "body", "1024" },
        { "client_max_body_size: 0", "body", "" },
        { "real_ip_recursive: on", "recursive", "True" },
        { "nginx_proxy_real_ip_recursive: true", "recursive", "True" },
        { "trusted_ips: 10.1.2.3/8, ::1, 192.168.0.1", "trusted", "10.0.0.0/8|::1/128|192.168.0.1/32" },
        { "trusted_ips: [0.0.0.0/0, '::/0']", "trusted", "0.0.0.0/0|::/0" },
        { "upstream_keepalive_max_requests: 0", "requests", "" },
        { "upstream_keepalive_max_requests: 7", "requests", "7" },
        { "declarative_config: kong.yml", "declarative", "/etc/gatehouse/kong.yml" },
        { "declarative_config: /x/kong.yml", "declarative", "/x/kong.yml" },
        { "prefix: /p\nproxy_access_log: logs/access.log", "access", "/p/logs/access.log" },
        { "proxy_access_log: off", "access", "" },
        { "prefix: /p\nproxy_audit_log: audit.log", "audit", "/p/audit.log" },
        { "proxy_audit_log: off", "audit", "" },
        { "proxy_audit_log: error_log", "audit", "error_log" },
        { "auth_failure_delay: 500ms", "delay", "0.5" },
        { "auth_failure_delay: 0\nauth_failure_free: 0", "delay", "0" },
        { "ssl_protocols: TLSv1.3", "tls", "Tls13" },
        { "ssl_cipher_suite: modern", "tls", "Tls13" },
        { "ssl_protocols: TLSv1.1 TLSv1.2", "tls", "Tls12" },
        { "dns_hostsfile: /tmp/hosts", "dns", "/tmp/hosts A" },
        { "resolver_hosts_file: /tmp/hosts", "dns", "/tmp/hosts A" },
        { "dns_order: A,CNAME,AAAA", "dns", " A" },
        { "dns_order: LAST,AAAA,A", "dns", " AAAA" },
        { "dns_order: AAAA", "dns", " AAAA" },
        { "plugins: bundled, my-plugin", "plugins", "*" },
        { "plugins: off", "plugins", "" },
        { "plugins: [cors, prometheus]", "plugins", "cors|prometheus" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_is_read(string yaml, string what, string expected)
        => Assert.Equal(expected, Show(SettingsText.Good(SettingsText.Yaml(yaml.Replace("'[::1]:54'", "[::1]:54", StringComparison.Ordinal))), what));

    [Theory]
    [InlineData("headers: off", "")]
    [InlineData("headers: server_tokens", "Server Via")]
    [InlineData("headers: latency_tokens", "AdminLatency ProxyLatency ResponseLatency UpstreamLatency")]
    [InlineData("headers: X-Kong-Request-Id, via", "RequestId Via")]
    [InlineData("headers: X-Kong-Upstream-Status", "UpstreamStatus")]
    public void Headers_choose_what_is_added(string yaml, string expected)
    {
        var answers = SettingsText.Good(SettingsText.Yaml(yaml + "\nheaders_upstream: off")).Answers;
        var on = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in new (string, bool)[]
            {
                ("Server", answers.Server), ("Via", answers.Via), ("ProxyLatency", answers.ProxyLatency),
                ("ResponseLatency", answers.ResponseLatency), ("UpstreamLatency", answers.UpstreamLatency),
                ("AdminLatency", answers.AdminLatency), ("UpstreamStatus", answers.UpstreamStatus),
                ("RequestId", answers.RequestId), ("RequestIdUpstream", answers.RequestIdUpstream),
            })
        {
            if (value)
            {
                on.Add(name);
            }
        }

        Assert.Equal(expected, string.Join(' ', on));
    }

    // Read and forgotten, these let an operator believe that they work.
    [Theory]
    [InlineData("dns_resolver: 1.1.1.1", "dns_resolver", "/etc/resolv.conf")]
    [InlineData("resolver_address: 1.1.1.1", "resolver_address", "/etc/resolv.conf")]
    [InlineData("dns_cache_size: 500", "dns_cache_size", "every name in use is kept")]
    [InlineData("dns_no_sync: on", "dns_no_sync", "one look-up")]
    [InlineData("dns_order: LAST,SRV,A", "dns_order", "SRV records are not looked up")]
    [InlineData("new_dns_client: on", "new_dns_client", "one resolver")]
    public void Name_setting_without_effect_is_one_warning_with_its_reason(string line, string key, string reason)
    {
        var result = SettingsText.Yaml(line);
        Assert.Empty(result.Errors);
        var warning = Assert.Single(result.Warnings);
        Assert.Equal(key, warning.Key);
        Assert.Contains(reason, warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Certificates_are_paired_and_made_absolute()
    {
        var tls = SettingsText.Good(SettingsText.Yaml("ssl_cert: [a.pem, /b.pem]\nssl_cert_key: [a.key, /b.key]")).Tls;
        Assert.Equal([new("/etc/gatehouse/a.pem", "/etc/gatehouse/a.key"), new("/b.pem", "/b.key")], tls.Certificates);
    }

    [Fact]
    public void Trusted_certificates_may_add_to_the_system()
    {
        var tls = SettingsText.Good(SettingsText.Yaml("lua_ssl_trusted_certificate: system, ca.pem")).Tls;
        Assert.True(tls.TrustsSystemRoots);
        Assert.Equal(["/etc/gatehouse/ca.pem"], tls.TrustedCertificates);
    }

    private static string Show(NodeSettings settings, string what) => what switch
    {
        "worker" => settings.WorkerCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "proxy" => string.Join('|', settings.ProxyListen),
        "admin" => string.Join('|', settings.AdminListen),
        "body" => settings.Clients.MaxBodySize?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
        "recursive" => settings.Clients.RealIpRecursive.ToString(),
        "trusted" => string.Join('|', settings.Clients.TrustedIps),
        "requests" => settings.Upstreams.MaxRequests?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
        "declarative" => settings.DeclarativeConfig ?? "",
        "access" => settings.Logs.AccessLog ?? "",
        "audit" => settings.Logs.AuditLog ?? "",
        "delay" => settings.Authentication.LongestDelay.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
        "tls" => settings.Tls.Protocols.ToString(),
        "dns" => $"{settings.Resolver.HostsFile} {(settings.Resolver.PrefersIPv6 ? "AAAA" : "A")}",
        "plugins" => settings.Plugins is null ? "*" : string.Join('|', settings.Plugins),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };
}
