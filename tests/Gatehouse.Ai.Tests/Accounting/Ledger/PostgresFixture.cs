using Gatehouse.TestKit.Postgres;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

/// <summary>One server for the tests of a class.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? _server;
    private int _databases;

    public PostgresServer Server => _server ?? throw new InvalidOperationException("The server has not started.");

    /// <summary>Name of a schema of a test's own.</summary>
    public string NextSchema() => $"test_{Interlocked.Increment(ref _databases)}";

    public async Task InitializeAsync() => _server = await PostgresServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
