using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class SettingsErrorTests
{
    [Theory]
    [InlineData("proxy_listen: 127.0.0.1", "proxy_listen", "no valid port")]
    [InlineData("proxy_listen: off, 127.0.0.1:80", "proxy_listen", "off beside addresses")]
    [InlineData("proxy_listen: []", "proxy_listen", "is empty")]
    [InlineData("admin_listen: 127.0.0.1:8000", "admin_listen", "proxy_listen has already")]
    [InlineData("database: postgres", "database", "not one of off")]
    [InlineData("role: data_plane", "role", "not one of traditional")]
    [InlineData("stream_listen: 127.0.0.1:9000", "stream_listen", "not one of off")]
    [InlineData("router_flavor: expressions", "router_flavor", "expressions is not supported")]
    [InlineData("router_flavor: Traditional", "router_flavor", "not one of")]
    [InlineData("log_level: loud", "log_level", "not one of")]
    [InlineData("error_default_type: text/css", "error_default_type", "not one of")]
    [InlineData("real_ip_recursive: maybe", "real_ip_recursive", "neither on nor off")]
    [InlineData("client_max_body_size: big", "client_max_body_size", "not a size")]
    [InlineData("nginx_worker_processes: 0", "nginx_worker_processes", "not a whole number")]
    [InlineData("upstream_keepalive_pool_size: -1", "upstream_keepalive_pool_size", "not a whole number")]
    [InlineData("shutdown_timeout: soon", "shutdown_timeout", "not a duration")]
    [InlineData("overload_max_lag: 250", "overload_max_lag", "a number without a unit is seconds")]
    [InlineData("nginx_http_client_header_timeout: 0", "nginx_http_client_header_timeout", "not a positive duration")]
    [InlineData("trusted_ips: 10.0.0.0/33", "trusted_ips", "neither an IP address nor a CIDR block")]
    [InlineData("trusted_ips: example.com", "trusted_ips", "neither an IP address nor a CIDR block")]
    [InlineData("real_ip_header: 'X Y'", "real_ip_header", "not the name of a header")]
    [InlineData("ssl_cert: a.pem", "ssl_cert", "1 certificates for 0 keys")]
    [InlineData("ssl_protocols: TLSv2", "ssl_protocols", "'TLSv2' is not a TLS version")]
    [InlineData("client_ssl: on", "client_ssl", "without client_ssl_cert")]
    [InlineData("headers: X-Kong-Request-Ids", "headers", "'x-kong-request-ids' is not a known header")]
    [InlineData("dns_order: LAST,MX", "dns_order", "'MX' is not a record type")]
    [InlineData("node_id: me", "node_id", "not a UUID")]
    [InlineData("proxy_access_log: syslog:server=x", "proxy_access_log", "syslog")]
    [InlineData("log_level: [a, b]", "log_level", "expects one value")]
    [InlineData("proxy_lisen: 127.0.0.1:80", "proxy_lisen", "not a known setting")]
    [InlineData("a: {b: c}", "a", "has a mapping as its value")]
    public void Wrong_value_is_an_error_with_place_and_remedy(string yaml, string key, string message)
    {
        var result = SettingsText.Yaml("# first line\n" + yaml);
        Assert.Null(result.Settings);
        var error = result.Errors[0];
        Assert.Equal("/etc/gatehouse/gatehouse.yaml:2", error.Source);
        Assert.Equal(key, error.Key);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public void Errors_are_reported_all_at_once()
    {
        var result = SettingsText.Yaml(
            "proxy_lisen: 127.0.0.1:80\nlog_level: loud\ndatabase: postgres\ntrusted_ips: [x, 10.0.0.0/8, y]\n",
            ("GATEHOUSE_ADMIN_LISTEN", "nowhere"),
            ("GATEHOUSE_NONSENSE_KEY", "1"));
        Assert.Equal(7, result.Errors.Count);
        Assert.Equal(2, result.Errors.Count(static e => e.Key == "trusted_ips"));
    }

    [Fact]
    public void Error_shows_source_value_and_remedy_on_one_line()
    {
        var error = SettingsText.OnlyError(SettingsText.Yaml("log_level: loud"));
        Assert.Equal(
            "/etc/gatehouse/gatehouse.yaml:1: log_level: is not one of debug, info, notice, warn, error, crit, alert, emerg (value: loud); write one of debug, info, notice, warn, error, crit, alert, emerg",
            error.ToString());
    }

    [Fact]
    public void Unknown_key_suggests_the_nearest()
        => Assert.Equal("did you mean proxy_listen?", SettingsText.OnlyError(SettingsText.Yaml("proxy_lisen: 127.0.0.1:80")).Remedy);

    [Fact]
    public void Duplicate_key_is_refused_with_both_lines()
    {
        var error = SettingsText.OnlyError(SettingsText.Yaml("log_level: info\nproxy_access_log: off\nlog_level: warn"));
        Assert.Equal("/etc/gatehouse/gatehouse.yaml:3", error.Source);
        Assert.Contains("gatehouse.yaml:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alias_beside_its_key_is_refused()
    {
        var error = SettingsText.OnlyError(SettingsText.Yaml("client_max_body_size: 1m\nnginx_http_client_max_body_size: 2m"));
        Assert.Contains("another name of client_max_body_size", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b: c")]
    [InlineData("log_level: \"info")]
    [InlineData("- log_level")]
    [InlineData("log_level: info\n---\nlog_level: warn")]
    [InlineData("log_level: &x info")]
    [InlineData("log_level: *x")]
    public void File_malformed_is_an_error(string yaml) => Assert.NotEmpty(SettingsText.Yaml(yaml).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("log_level:\n")]
    [InlineData("log_level: ~\n")]
    public void File_without_values_gives_the_defaults(string yaml)
        => Assert.Equal("notice", SettingsText.Good(SettingsText.Yaml(yaml)).Logs.Level);

    [Fact]
    public void Both_kinds_of_declarative_configuration_are_refused()
    {
        var error = SettingsText.OnlyError(SettingsText.Yaml("declarative_config: a.yml\ndeclarative_config_string: '{}'"));
        Assert.Equal("declarative_config", error.Key);
    }

    [Fact]
    public void Secret_never_shows_in_an_error()
    {
        var result = SettingsText.Yaml("ssl_cert_key: [hush-hush, hush]\nlog_level: '{vault://env/SECRET_LEVEL}'", ("SECRET_LEVEL", "hush-hush"));
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, static e => Assert.DoesNotContain("hush", e.ToString(), StringComparison.Ordinal));
    }
}
