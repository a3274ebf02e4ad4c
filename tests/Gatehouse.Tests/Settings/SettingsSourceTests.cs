using System.Text.Json.Nodes;
using Gatehouse.Settings;
using Xunit;

namespace Gatehouse.Tests.Settings;

public class SettingsSourceTests
{
    [Fact]
    public void Environment_overrides_the_file()
        => Assert.Equal("warn", SettingsText.Good(SettingsText.Yaml("log_level: info", ("GATEHOUSE_LOG_LEVEL", "warn"))).Logs.Level);

    [Fact]
    public void Environment_of_kong_counts_where_ours_is_absent()
    {
        Assert.Equal("error", SettingsText.Good(SettingsText.Yaml("log_level: info", ("KONG_LOG_LEVEL", "error"))).Logs.Level);
        Assert.Equal("warn", SettingsText.Good(SettingsText.Environment(("KONG_LOG_LEVEL", "error"), ("GATEHOUSE_LOG_LEVEL", "warn"))).Logs.Level);
    }

    [Fact]
    public void Environment_by_an_alias_overrides_the_key()
        => Assert.Equal(1024, SettingsText.Good(SettingsText.Yaml("client_max_body_size: 1m", ("KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE", "1k"))).Clients.MaxBodySize);

    [Fact]
    public void Environment_unknown_of_ours_is_an_error_and_of_kong_a_warning()
    {
        var error = SettingsText.OnlyError(SettingsText.Environment(("GATEHOUSE_PROXY_LISTN", "x")));
        Assert.Equal("did you mean GATEHOUSE_PROXY_LISTEN?", error.Remedy);

        var result = SettingsText.Environment(("KONG_PROXY_LISTN", "x"));
        SettingsText.Good(result);
        Assert.Equal("KONG_PROXY_LISTN", Assert.Single(result.Warnings).Source);
    }

    [Theory]
    [InlineData("GATEHOUSE_PORT")]
    [InlineData("GATEHOUSE_SERVICE_HOST")]
    [InlineData("GATEHOUSE_SERVICE_PORT")]
    [InlineData("GATEHOUSE_SERVICE_PORT_HTTP")]
    [InlineData("GATEHOUSE_PORT_8000_TCP")]
    [InlineData("GATEHOUSE_PORT_8000_TCP_ADDR")]
    [InlineData("GATEHOUSE_ADMIN_PORT_8001_TCP_PROTO")]
    [InlineData("KONG_PROXY_SERVICE_PORT")]
    public void Environment_of_kubernetes_services_is_no_setting(string name)
    {
        var result = SettingsText.Environment((name, "tcp://10.0.0.1:8000"));
        SettingsText.Good(result);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("mem_cache_size: 64m")]
    [InlineData("pg_host: db")]
    [InlineData("nginx_http_gzip: on")]
    [InlineData("anonymous_reports: off")]
    [InlineData("admin_gui_listen: 0.0.0.0:8002")]
    [InlineData("cluster_cert_key: secret-path")]
    [InlineData("vault_hcv_token: secret-token")]
    [InlineData("smtp_password: secret-word")]
    [InlineData("ssl_cipher_suite: old")]
    [InlineData("ssl_protocols: TLSv1.1 TLSv1.2")]
    [InlineData("proxy_access_log: /dev/stdout basic")]
    public void Key_without_meaning_here_gives_one_warning(string yaml)
    {
        var result = SettingsText.Yaml(yaml);
        SettingsText.Good(result);
        var warning = Assert.Single(result.Warnings);
        Assert.DoesNotContain("secret", warning.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Conf_syntax_is_read()
    {
        var settings = SettingsText.Good(SettingsText.Conf("""
            # a comment
            log_level = info   # and another
            proxy_listen=0.0.0.0:8000 reuseport, 0.0.0.0:8443 ssl

            proxy_access_log = "/var/log/access\#1.log"
            declarative_config = kong.yml
            real_ip_header =
            """));
        Assert.Equal("info", settings.Logs.Level);
        Assert.Equal(2, settings.ProxyListen.Count);
        Assert.Equal("/var/log/access#1.log", settings.Logs.AccessLog);
        Assert.Equal("/etc/kong/kong.yml", settings.DeclarativeConfig);
        Assert.Equal("X-Real-IP", settings.Clients.RealIpHeader);
    }

    [Fact]
    public void Conf_syntax_malformed_names_the_line()
        => Assert.Equal("/etc/kong/kong.conf:2", SettingsText.OnlyError(SettingsText.Conf("log_level = info\nnonsense\n")).Source);

    [Fact]
    public void Path_in_the_environment_counts_from_the_working_directory()
        => Assert.Equal("/work-dir/kong.yml", SettingsText.Good(SettingsText.Environment(("KONG_DECLARATIVE_CONFIG", "kong.yml"))).DeclarativeConfig);

    [Fact]
    public void Reference_is_resolved_and_stays_out_of_the_public_view()
    {
        var settings = SettingsText.Good(SettingsText.Yaml(
            "ssl_cert: /c.pem\nssl_cert_key: '{vault://env/tls-paths/key}'\nreal_ip_header: '{vault://env/header}'\nvault_env_prefix: gw_",
            ("GW_TLS_PATHS", """{"key":"/secret/path.key"}"""), ("GW_HEADER", "X-Hidden")));
        Assert.Equal("/secret/path.key", settings.Tls.Certificates[0].Key);
        Assert.Equal("X-Hidden", settings.Clients.RealIpHeader);
        Assert.Equal("******", settings.PublicView["ssl_cert_key"]!.GetValue<string>());
        Assert.Equal("{vault://env/header}", settings.PublicView["real_ip_header"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{vault://env/NOT_SET}", "NOT_SET, which is not set")]
    [InlineData("{vault://hcv/secret}", "the vault 'hcv'")]
    [InlineData("{vault://env/}", "not a valid reference")]
    [InlineData("{vault://env/HOME/key}", "a member of HOME")]
    public void Reference_unresolvable_is_an_error(string reference, string message)
    {
        var error = SettingsText.OnlyError(SettingsText.Yaml($"prefix: '{reference}'"));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Public_view_is_shaped_as_kong_shapes_it_and_holds_no_secret()
    {
        var pem = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----";
        var inline = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(pem));
        var view = SettingsText.Good(SettingsText.Yaml($"declarative_config_string: secret-text\nlua_ssl_trusted_certificate: {inline}\nproxy_listen: 0.0.0.0:1, 0.0.0.0:2")).PublicView;
        Assert.Equal("off", view["database"]!.GetValue<string>());
        Assert.Equal("traditional_compatible", view["router_flavor"]!.GetValue<string>());
        Assert.False(view["real_ip_recursive"]!.GetValue<bool>());
        Assert.Equal(512, view["upstream_keepalive_pool_size"]!.GetValue<int>());
        Assert.Equal(2, Assert.IsType<JsonArray>(view["proxy_listen"]).Count);
        Assert.DoesNotContain("secret", view.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(inline, view.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void File_missing_is_an_error_only_when_it_was_named()
    {
        var directory = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;
        try
        {
            var environment = new Dictionary<string, string>();
            SettingsText.Good(SettingsLoader.Load(null, environment, directory));
            SettingsText.OnlyError(SettingsLoader.Load(Path.Combine(directory, "other.yaml"), environment, directory));
            File.WriteAllText(Path.Combine(directory, "gatehouse.yaml"), "log_level: alert");
            Assert.Equal("alert", SettingsText.Good(SettingsLoader.Load(null, environment, directory)).Logs.Level);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
