using System.Text;
using Gatehouse.Fuzz.Simulation;
using Gatehouse.Net.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

/// <summary>A server connection in memory, with the client's end in the test's hand.</summary>
internal sealed class ServerFixture
{
    public ServerFixture(Http1ServerLimits? limits = null)
    {
        // The simulated loop is the only scheduler: the test runner's context would carry continuations elsewhere.
        SynchronizationContext.SetSynchronizationContext(null);
        (Client, Server) = SimulatedChannel.CreatePair(Loop);
        Connection = new Http1ServerConnection(Server, Application, limits ?? new Http1ServerLimits());
    }

    public SimulatedLoop Loop { get; } = new();

    public SimulatedChannel Client { get; }

    public SimulatedChannel Server { get; }

    public TestApplication Application { get; } = new();

    public Http1ServerConnection Connection { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Everything the server has sent since the last call.</summary>
    public string Received()
    {
        var bytes = new byte[Client.Inbox.Count];
        Client.TryRead(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    public ServerFixture Start()
    {
        Running = Connection.RunAsync();
        Loop.RunUntilIdle();
        return this;
    }

    public ServerFixture Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public ServerFixture Send(ReadOnlyMemory<byte> bytes)
    {
        Assert.True(Client.WriteAsync(bytes).IsCompleted);
        Loop.RunUntilIdle();
        return this;
    }

    /// <summary>The client will send no more.</summary>
    public ServerFixture EndInput()
    {
        Assert.True(Client.ShutdownAsync().IsCompleted);
        Loop.RunUntilIdle();
        return this;
    }

    /// <summary>Runs one connection over the given pieces and the end of input; tells everything the two sides saw.</summary>
    public static string Transcript(IEnumerable<ReadOnlyMemory<byte>> pieces, Http1ServerLimits? limits = null)
    {
        ServerFixture fixture = new ServerFixture(limits).Start();
        foreach (ReadOnlyMemory<byte> piece in pieces)
        {
            if (!fixture.Server.IsShutDown)
            {
                fixture.Send(piece);
            }
        }

        fixture.EndInput();
        Assert.True(fixture.Running.IsCompletedSuccessfully, "The connection did not end with its input.");
        Assert.Null(fixture.Connection.Failure);
        Assert.Equal(0, fixture.Loop.ArmedTimers);
        var answers = new byte[fixture.Client.Inbox.Count];
        fixture.Client.Inbox.Take(answers);
        return fixture.Application.Log + "----\n" + Encoding.Latin1.GetString(answers);
    }
}
