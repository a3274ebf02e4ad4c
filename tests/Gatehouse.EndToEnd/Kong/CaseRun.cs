using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Clients;
using Gatehouse.TestKit.Http;
using Gatehouse.TestKit.KongCases;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.EndToEnd.Kong;

/// <summary>One case: load <c>given</c>, send <c>request</c>, compare <c>expect</c>.</summary>
internal sealed class CaseRun(CaseFixture fixture, KongCase one)
{
    public async Task CheckAsync()
    {
        Assert.True(CaseAreas.Run.Contains(one.Area) || one.Area == "admin", $"area '{one.Area}' is not run");
        fixture.Origin.Reset();
        fixture.OtherOrigin.Reset();
        var gateway = await fixture.GatewayAsync(NodeSettings());
        if (one.Area is "admin" or "upstream.validation" or "config")
        {
            await CheckAdminAsync(gateway);
            return;
        }

        Prepare();
        await fixture.LoadAsync(gateway, CaseDocument.Of(one, fixture.Origin.Port, fixture.OtherOrigin.Port));
        if (one.Expect.TryGetProperty("hits", out var hits))
        {
            await CheckHitsAsync(gateway, one.Request.GetProperty("requests").GetInt32(), hits);
            return;
        }

        await SendBeforeAsync(gateway);
        await ChargeBeforeAsync(gateway);
        var (response, port) = await SendAsync(gateway);
        new CaseExpectation(response, port, fixture.Origin).Check(Expected());
    }

    private Dictionary<string, string> NodeSettings()
    {
        var node = new Dictionary<string, string>();
        foreach (var setting in one.Given.TryGetProperty("node", out var settings) ? settings.EnumerateObject() : default)
        {
            node[setting.Name] = setting.Value.GetString()!;
        }

        if (CaseRequest.Text(one.Given, "router_flavor") is { } flavor and not "traditional_compatible")
        {
            node["router_flavor"] = flavor;
        }

        if (ToldAddress is not null)
        {
            // The case's client comes by way of a PROXY header, so that must be believed.
            node["trusted_ips"] = "127.0.0.1";
            node["real_ip_header"] = "proxy_protocol";
        }

        return node;
    }

    /// <summary>The client's address that a trusted peer tells by a PROXY header; null when the case's client connects itself.</summary>
    private string? ToldAddress => IsStranger ? null : CaseRequest.Text(one.Given, "client_ip");

    /// <summary>Nobody is trusted: then no header could tell an address, and the client of the case stands for the test's own.</summary>
    private bool IsStranger => one.Given.TryGetProperty("trusted_ips", out var trusted) && trusted.GetArrayLength() == 0;

    private JsonElement Expected() => IsStranger && CaseRequest.Text(one.Given, "client_ip") is { } address
        ? JsonDocument.Parse(one.Expect.GetRawText().Replace(address, "127.0.0.1", StringComparison.Ordinal)).RootElement
        : one.Expect;

    private void Prepare()
    {
        fixture.Origin.Stalls = CaseRequest.Text(one.Given, "error") == "upstream timeout";
        fixture.Origin.Status = one.Given.TryGetProperty("upstream_status", out var status) ? status.GetInt32() : 200;
        foreach (var header in one.Given.TryGetProperty("upstream_response_headers", out var headers) ? headers.EnumerateObject() : default)
        {
            fixture.Origin.Headers += $"{header.Name}: {header.Value.GetString()}\r\n";
        }
    }

    /// <summary>Requests of the same window before the one that is looked at. Counters of other cases are forgotten, they outlive a configuration.</summary>
    private async Task SendBeforeAsync(GatehouseProcess gateway)
    {
        bool isCounted = one.Given.TryGetProperty("previous_requests_in_window", out var before);
        if (!isCounted && !one.Given.TryGetProperty("previous_usage", out _))
        {
            return;
        }

        var plugins = JsonNode.Parse(await fixture.Client.GetStringAsync(new Uri(gateway.Admin, "/rate-limits")))!["data"]!.AsArray();
        foreach (var plugin in plugins)
        {
            using var _ = await fixture.Client.DeleteAsync(new Uri(gateway.Admin, $"/rate-limits/{plugin!["id"]}/ip:127.0.0.1"));
        }

        await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow().Second < 55, "a minute that lasts a few seconds more");
        for (int sent = 0; isCounted && sent < before.GetInt32(); sent++)
        {
            await SendAsync(gateway);
        }
    }

    /// <summary>Answers of the same window that charged their limits.</summary>
    private async Task ChargeBeforeAsync(GatehouseProcess gateway)
    {
        string headers = fixture.Origin.Headers;
        foreach (var usage in one.Given.TryGetProperty("previous_usage", out var before) ? before.EnumerateObject() : default)
        {
            fixture.Origin.Headers = $"X-Kong-Limit: {usage.Name}={usage.Value.GetInt64()}\r\n";
            await SendAsync(gateway);
        }

        fixture.Origin.Headers = headers;
    }

    private async Task<(HttpMessage Response, int Port)> SendAsync(GatehouseProcess gateway)
    {
        bool isTls = CaseRequest.Text(one.Request, "scheme") == "https";
        string? address = ToldAddress;
        int port = isTls ? gateway.Ports.ProxyTls : address is null ? gateway.Ports.Proxy : gateway.Ports.Further[0];
        var options = new SslClientAuthenticationOptions { TargetHost = CaseRequest.Text(one.Request, "sni") ?? CaseRequest.Text(one.Request, "host") ?? "x.test" };
        await using var client = isTls ? await RawClient.ConnectTlsAsync(port, options) : await RawClient.ConnectAsync(port);
        string defaultHost = CaseRequest.Text(one.Given, "route_host") ?? "x.test";
        string proxyHeader = address is null ? "" : $"PROXY TCP4 {address} 192.0.2.1 51234 {port}\r\n";
        bool isKeyNeeded = CaseIdentity.IsKeyNeeded(JsonNode.Parse(one.Given.GetRawText())!.AsObject(), JsonNode.Parse(one.Request.GetRawText())!.AsObject());
        string bytes = CaseRequest.Bytes(one.Request, defaultHost, isKeyNeeded ? $"apikey: {CaseIdentity.Key}\r\n" : "");
        var response = await client.ExchangeAsync(proxyHeader + bytes, CaseRequest.MethodOf(one.Request));
        return (response, port);
    }

    /// <summary>All on one connection, so that one event loop with one wheel serves them.</summary>
    private async Task CheckHitsAsync(GatehouseProcess gateway, int requests, JsonElement expected)
    {
        await using var client = await RawClient.ConnectAsync(gateway.Ports.Proxy);
        for (int sent = 0; sent < requests; sent++)
        {
            Assert.Equal(200, (await client.ExchangeAsync("GET / HTTP/1.1\r\nHost: x.test\r\n\r\n")).Status);
        }

        var actual = new Dictionary<string, int> { ["a:80"] = fixture.Origin.Requests, ["b:80"] = fixture.OtherOrigin.Requests };
        Assert.Equal(requests, actual.Values.Sum());
        Assert.All(expected.EnumerateObject(), hit => Assert.Equal(hit.Value.GetInt32(), actual[hit.Name]));
    }

    /// <summary>Without a database the only write is the whole configuration.</summary>
    private async Task CheckAdminAsync(GatehouseProcess gateway)
    {
        string body = one.Request.TryGetProperty("body", out var given) ? given.ToString() : CaseDocument.Of(one, fixture.Origin.Port, fixture.OtherOrigin.Port).ToJsonString();
        string path = one.Area == "upstream.validation" ? "/config" : CaseRequest.Text(one.Request, "path")!;
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var response = await fixture.Client.PostAsync(new Uri(gateway.Admin, path), content);
        string answer = await response.Content.ReadAsStringAsync();

        Assert.True(one.Expect.GetProperty("status").GetInt32() == (int)response.StatusCode, answer);
        if (one.Expect.TryGetProperty("json_subset", out var subset))
        {
            CaseJson.CheckSubset(subset, JsonDocument.Parse(answer).RootElement, "$");
        }
    }
}
