using Gatehouse.EndToEnd.Http2;
using Gatehouse.TestKit.Origins;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>A gateway with a route for each authentication plugin, before an echo and a gRPC service.</summary>
public sealed class Http2AuthenticationGateway : IAsyncLifetime
{
    public const string Key = "key-0001";
    public const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly ScriptedOrigin _echo = EchoOrigin.Start();
    private KestrelOrigin? _kestrel;
    private GatehouseProcess? _process;

    public HttpClient Client { get; } = Http2Gateway.Client();

    public GatehouseProcess Process => _process!;

    public async Task InitializeAsync()
    {
        _kestrel = await KestrelOrigin.StartAsync();
        _process = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                services:
                - name: echo
                  url: http://127.0.0.1:{{_echo.Port}}
                  routes:
                  - {name: open, paths: [/open], strip_path: false}
                  - {name: key, paths: [/key], strip_path: false, plugins: [{name: key-auth, config: {hide_credentials: true, key_in_body: true} }]}
                  - {name: basic, paths: [/basic], strip_path: false, plugins: [{name: basic-auth, config: {hide_credentials: true} }]}
                  - {name: jwt, paths: [/jwt], strip_path: false, plugins: [{name: jwt}]}
                  - {name: hmac, paths: [/hmac], strip_path: false, plugins: [{name: hmac-auth, config: {enforce_headers: [host, request-line]} }]}
                  - {name: oauth2, paths: [/oauth2-here], strip_path: false, plugins: [{name: oauth2, config: {enable_client_credentials: true} }]}
                  - name: either
                    paths: [/either]
                    strip_path: false
                    plugins: [{name: key-auth, config: {anonymous: guest} }, {name: basic-auth, config: {anonymous: guest} }]
                - name: grpc
                  url: grpc://127.0.0.1:{{_kestrel.Http2Port}}
                  routes:
                  - {name: grpc, protocols: [grpc, grpcs], paths: [/echo.Service/], plugins: [{name: key-auth, config: {key_in_body: true} }]}
                consumers:
                - username: alice
                  keyauth_credentials: [{key: {{Key}}}]
                  basicauth_credentials: [{username: alice, password: 'sesame:1'}]
                  jwt_secrets: [{key: alice-app, secret: {{Secret}}}]
                  hmacauth_credentials: [{username: alice, secret: {{Secret}}}]
                  oauth2_credentials: [{name: app, client_id: app, client_secret: {{Secret}}}]
                - {username: guest}
                """,
        });
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Process.DisposeAsync();
        await _kestrel!.DisposeAsync();
        await _echo.DisposeAsync();
    }
}
