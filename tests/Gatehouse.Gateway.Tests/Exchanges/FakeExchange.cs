using System.Net;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Tests.Exchanges;

/// <summary>An exchange as the road would hand it to a plugin.</summary>
internal sealed class FakeExchange : Exchange
{
    public const string Id = "0123456789abcdef0123456789abcdef";

    private readonly byte[] _requestId = Encoding.ASCII.GetBytes(Id);

    public FakeExchange(string method = "GET", string target = "/", bool isTls = false)
    {
        Connection = new ClientConnection
        {
            RemoteAddress = IPAddress.Parse("10.1.2.3"),
            RemotePort = 4567,
            LocalAddress = IPAddress.Loopback,
            LocalPort = isTls ? 8443 : 8000,
            IsTls = isTls,
            TlsVersion = isTls ? "TLSv1.3" : "",
            TlsCipher = isTls ? "TLS_AES_128_GCM_SHA256" : "",
        };
        Downstream = Client = new FakeDownstream();
        ClientAddress = Connection.RemoteAddress;
        Request.Method = RequestMethod.From(Encoding.ASCII.GetBytes(method));
        Request.ContentLength = 0;
        SetTarget(Encoding.UTF8.GetBytes(target));
        Request.SetAuthority("api.test"u8);
    }

    public FakeDownstream Client { get; }

    public byte[] Upstream { get; set; } = [];

    /// <summary>Ends when the client leaves.</summary>
    public CancellationToken Left { get; init; }

    public override CancellationToken ClientLeft => Left;

    public override ReadOnlySpan<byte> RequestId => _requestId;

    public override ReadOnlySpan<byte> UpstreamTarget => Upstream;

    public FakeExchange With(string name, string value)
    {
        Request.Headers.Add(Encoding.ASCII.GetBytes(name), Encoding.UTF8.GetBytes(value));
        return this;
    }

    public FakeExchange On(RouteConfig? route, ServiceConfig? service = null, ConsumerConfig? consumer = null)
    {
        Route = route;
        Service = service;
        Consumer = consumer;
        return this;
    }

    /// <summary>Comes in over another TLS connection.</summary>
    public FakeExchange OverTls(string serverName, PeerCertificate? certificate)
    {
        Connection = new ClientConnection
        {
            RemoteAddress = Connection.RemoteAddress,
            RemotePort = Connection.RemotePort,
            LocalAddress = Connection.LocalAddress,
            LocalPort = 8443,
            IsTls = true,
            ServerName = serverName,
            ClientCertificate = certificate,
        };
        return this;
    }

    /// <summary>Puts the consumer into groups, as the road does when it becomes known.</summary>
    public FakeExchange In(params ConsumerGroupConfig[] groups)
    {
        ConsumerGroups = groups;
        return this;
    }

    /// <summary>Starts over for another request, as the road does.</summary>
    public void Begin(byte[] target)
    {
        ResetExchange();
        SetTarget(target);
    }

    public void SetTarget(byte[] target)
    {
        int question = target.AsSpan().IndexOf((byte)'?');
        var path = target.AsSpan(0, question < 0 ? target.Length : question);
        Request.SetTarget(target, path, question < 0 ? default : target.AsSpan(question + 1), question >= 0);
        Request.SetPathAsSent();
    }

    public string? ResponseHeader(string name) => Response.Headers.GetString(new HeaderName(name));

    public string? RequestHeader(string name) => Request.Headers.GetString(new HeaderName(name));

    public override void Authenticate(ConsumerConfig? consumer, Credential? credential)
    {
        Consumer = consumer;
        Credential = credential;
    }

    public override ReadOnlySpan<byte> UriCapture(ReadOnlySpan<char> nameOrIndex) => default;

    public static RouteConfig NewRoute(string name = "orders") => new()
    {
        Id = "11111111-1111-4111-8111-111111111111",
        Name = name,
        Paths = ["/orders"],
        Hosts = ["api.test"],
        ServiceId = "22222222-2222-4222-8222-222222222222",
        Tags = ["a\"b"],
    };

    public static ServiceConfig NewService(string name = "orders-service") => new()
    {
        Id = "22222222-2222-4222-8222-222222222222",
        Name = name,
        Host = "orders.internal",
    };

    public static ConsumerConfig NewConsumer(string name) => new() { Id = "33333333-3333-4333-8333-333333333333", Username = name };
}
