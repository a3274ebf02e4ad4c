using System.Net;
using System.Text;
using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public sealed class Http1ConnectionPoolTests : IDisposable
{
    private static readonly Http1PoolKey A = Key(1);
    private static readonly Http1PoolKey B = Key(2);

    private readonly SimulatedLoop _loop = new();
    private readonly SimulatedConnector _connector = new();

    [Fact]
    public void Rent_afterReturn_reusesTheLastOneFirst()
    {
        Http1ConnectionPool pool = Pool();
        Http1ClientConnection first = Rent(pool, A), second = Rent(pool, A);
        pool.Return(A, Used(first));
        pool.Return(A, Used(second));
        Assert.Equal(2, pool.IdleCount);
        Http1Lease lease = pool.RentAsync(A, 1000).Now();
        Assert.True(lease.IsReused);
        Assert.Same(second, lease.Connection);
        Assert.Same(first, Rent(pool, A));
        Assert.Equal(0, pool.IdleCount);
    }

    [Fact]
    public void Rent_equalKeys_areInterchangeableAndOthersNot()
    {
        var tls = new TlsClientSettings { ServerName = "x" };
        Http1ConnectionPool pool = Pool();
        Http1ClientConnection connection = Rent(pool, new Http1PoolKey(A.EndPoint, tls));
        pool.Return(new Http1PoolKey(A.EndPoint, tls), Used(connection));
        Assert.NotSame(connection, Rent(pool, A));
        Assert.NotSame(connection, Rent(pool, new Http1PoolKey(A.EndPoint, tls with { Verify = false })));
        Assert.NotSame(connection, Rent(pool, B));
        Assert.Same(connection, Rent(pool, new Http1PoolKey(new IPEndPoint(IPAddress.Loopback, 1), tls with { })));
    }

    [Fact]
    public void Rent_fresh_connectsAlthoughOneIsIdle()
    {
        Http1ConnectionPool pool = Pool();
        Http1ClientConnection connection = Rent(pool, A);
        pool.Return(A, Used(connection));
        Http1Lease lease = pool.RentAsync(A, 1000, fresh: true).Now();
        Assert.False(lease.IsReused);
        Assert.NotSame(connection, lease.Connection);
    }

    [Fact]
    public void Rent_connectFails_tellsWhy()
    {
        _connector.Fault = ChannelFault.Timeout;
        Assert.Equal(new Http1Lease(null, false, ChannelFault.Timeout), Pool().RentAsync(A, 1000).Now());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rent_idleConnectionClosedOrNotSilent_isDiscarded(bool closed)
    {
        Http1ConnectionPool pool = Pool();
        Http1ClientConnection connection = Rent(pool, A);
        pool.Return(A, Used(connection));
        SimulatedChannel upstream = _connector.Upstreams[0];
        if (closed)
        {
            upstream.Close();
        }
        else
        {
            Assert.True(upstream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray()).IsCompleted);
        }

        Http1Lease lease = pool.RentAsync(A, 1000).Now();
        Assert.False(lease.IsReused);
        Assert.NotSame(connection, lease.Connection);
        Assert.True(((SimulatedChannel)connection.Channel).IsClosed);
        Assert.Equal(0, pool.IdleCount);
    }

    [Fact]
    public void Return_notReusable_closes()
    {
        Http1ConnectionPool pool = Pool();
        Http1ClientConnection connection = Rent(pool, A);
        connection.StartHead("GET"u8, "/"u8);
        pool.Return(A, connection);
        Assert.Equal(0, pool.IdleCount);
        Assert.True(((SimulatedChannel)connection.Channel).IsClosed);
    }

    [Fact]
    public void Return_worn_closes()
    {
        Http1ConnectionPool pool = Pool(new Http1PoolLimits { MaxRequests = 2 });
        Http1ClientConnection connection = Rent(pool, A);
        pool.Return(A, Used(connection));
        Assert.Same(connection, Rent(pool, A));
        pool.Return(A, Used(connection));
        Assert.Equal(0, pool.IdleCount);
    }

    [Fact]
    public void Return_poolFull_closesTheOneIdleLongest()
    {
        Http1ConnectionPool pool = Pool(new Http1PoolLimits { MaxIdle = 2 });
        Http1ClientConnection[] connections = [Rent(pool, A), Rent(pool, B), Rent(pool, A)];
        pool.Return(A, Used(connections[0]));
        pool.Return(B, Used(connections[1]));
        pool.Return(A, Used(connections[2]));
        Assert.Equal(2, pool.IdleCount);
        Assert.Equal([true, false, false], connections.Select(c => ((SimulatedChannel)c.Channel).IsClosed));
    }

    [Fact]
    public void Return_poolOfNone_closes()
    {
        Http1ConnectionPool pool = Pool(new Http1PoolLimits { MaxIdle = 0 });
        pool.Return(A, Used(Rent(pool, A)));
        Assert.Equal(0, pool.IdleCount);
    }

    [Fact]
    public void Idle_tooLong_closes()
    {
        Http1ConnectionPool pool = Pool(new Http1PoolLimits { IdleTimeoutSeconds = 60 });
        Http1ClientConnection first = Rent(pool, A), second = Rent(pool, B);
        pool.Return(A, Used(first));
        _loop.Advance(40_000);
        pool.Return(B, Used(second));
        _loop.Advance(19_999);
        Assert.Equal(2, pool.IdleCount);
        _loop.Advance(1);
        Assert.Equal(1, pool.IdleCount);
        Assert.True(((SimulatedChannel)first.Channel).IsClosed);
        _loop.Advance(40_000);
        Assert.Equal(0, pool.IdleCount);
        Assert.Equal(0, _loop.ArmedTimers);
    }

    [Fact]
    public void Clear_closesAll()
    {
        Http1ConnectionPool pool = Pool();
        Http1ClientConnection first = Rent(pool, A), second = Rent(pool, B);
        pool.Return(A, Used(first));
        pool.Return(B, Used(second));
        pool.Clear();
        Assert.Equal(0, pool.IdleCount);
        Assert.Equal(0, _loop.ArmedTimers);
        Assert.True(((SimulatedChannel)second.Channel).IsClosed);
    }

    public void Dispose() => _loop.Dispose();

    private static Http1PoolKey Key(int port) => new(new IPEndPoint(IPAddress.Loopback, port), null);

    private static Http1ClientConnection Rent(Http1ConnectionPool pool, Http1PoolKey key) => pool.RentAsync(key, 1000).Now().Connection!;

    private Http1ConnectionPool Pool(Http1PoolLimits? limits = null) => new(_loop, _connector, limits ?? new Http1PoolLimits());

    /// <summary>Carries one exchange over the connection.</summary>
    private Http1ClientConnection Used(Http1ClientConnection connection)
    {
        SimulatedChannel upstream = _connector.Upstreams.Single(u => u.IsPeerOf((SimulatedChannel)connection.Channel));
        connection.StartHead("GET"u8, "/"u8);
        connection.EndHead(Http1BodyKind.None, 0);
        Assert.True(connection.CompleteAsync().Now());
        Assert.True(upstream.WriteAsync(Encoding.Latin1.GetBytes("HTTP/1.1 204 No Content\r\n\r\n")).IsCompleted);
        Assert.Equal(Http1ResponseResult.Final, connection.ReadHeadAsync(new ResponseSink()).Now());
        Assert.True(connection.IsReusable);
        return connection;
    }
}
