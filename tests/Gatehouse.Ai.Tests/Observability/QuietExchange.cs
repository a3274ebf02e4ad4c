using System.Net;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Ai.Tests.Observability;

/// <summary>A request that nobody sent.</summary>
internal sealed class QuietExchange : Exchange
{
    private static readonly byte[] Id = "0123456789abcdef0123456789abcdef"u8.ToArray();

    public QuietExchange(params (string Name, string Value)[] headers)
    {
        ClientAddress = IPAddress.Parse("10.1.2.3");
        Route = new RouteConfig { Id = "r-id", Name = "llm" };
        foreach (var (name, value) in headers)
        {
            Request.Headers.Add(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));
        }
    }

    public override ReadOnlySpan<byte> RequestId => Id;

    public override ReadOnlySpan<byte> UpstreamTarget => default;

    public override void Authenticate(ConsumerConfig? consumer, Credential? credential)
    {
    }

    public override ReadOnlySpan<byte> UriCapture(ReadOnlySpan<char> nameOrIndex) => default;
}
