using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>
/// TLS on top of another channel, by <see cref="SslStream"/>. Made by <see cref="TlsHandshake"/>.
/// </summary>
/// <remarks>
/// The end of the stream is the end whether or not a close_notify came before it (SslStream does not tell): a protocol that ends
/// messages by closing cannot detect truncation here.
/// </remarks>
public sealed partial class TlsChannel : Channel
{
    private const int WouldBlock = -2;
    private const int Failed = -1;

    private readonly Channel _inner;
    private readonly ChannelStream _stream;
    private readonly SslStream _ssl;
    private readonly LoopCompletion<int> _read;
    private readonly LoopCompletion<bool> _write;
    private readonly Action _onSslRead;
    private readonly Action _onSslWrite;
    private ValueTask<int> _sslRead;
    private ValueTask _sslWrite;
    private Memory<byte> _readBuffer;
    private bool _sslReading, _sslWriting;
    private bool _probing;
    private bool _closeNotified, _closed, _disposed;
    private ChannelFault _fault;

    internal TlsChannel(Channel inner, ChannelStream stream, PeerTlsStream ssl, string? serverName)
    {
        _inner = inner;
        _stream = stream;
        _ssl = ssl;
        _read = new LoopCompletion<int>(inner.Loop);
        _write = new LoopCompletion<bool>(inner.Loop);
        _onSslRead = OnSslRead;
        _onSslWrite = OnSslWrite;
        ServerName = serverName;
        Protocol = ssl.SslProtocol;
        CipherSuite = ssl.NegotiatedCipherSuite;
        ApplicationProtocol = ssl.NegotiatedApplicationProtocol;
        RemoteCertificate = ssl.RemoteCertificate as X509Certificate2;
        RemoteIntermediates = ssl.PeerIntermediates;
    }

    /// <summary>Server name of the client's SNI extension (server side) or the one asked for (client side); null without one.</summary>
    public string? ServerName { get; }

    /// <summary>TLS version of the session.</summary>
    public SslProtocols Protocol { get; }

    /// <summary>Cipher suite of the session.</summary>
    public TlsCipherSuite CipherSuite { get; }

    /// <summary>What ALPN agreed on; the default value (empty) when it did not.</summary>
    public SslApplicationProtocol ApplicationProtocol { get; }

    /// <summary>The peer's certificate, null without one.</summary>
    public X509Certificate2? RemoteCertificate { get; }

    /// <summary>Server side, when a certificate was asked for: what the client sent beside its own. Untrusted.</summary>
    public IReadOnlyList<X509Certificate2> RemoteIntermediates { get; }

    /// <inheritdoc/>
    public override Loop Loop => _inner.Loop;

    /// <inheritdoc/>
    public override IPEndPoint? RemoteEndPoint => _inner.RemoteEndPoint;

    /// <inheritdoc/>
    public override IPEndPoint? LocalEndPoint => _inner.LocalEndPoint;

    /// <inheritdoc/>
    public override ChannelFault Fault => _fault != ChannelFault.None ? _fault : _inner.Fault;

    /// <inheritdoc/>
    public override Action? PeerReset
    {
        get => _inner.PeerReset;
        set => _inner.PeerReset = value;
    }

    /// <inheritdoc/>
    public override Action? PeerEnded
    {
        get => _inner.PeerEnded;
        set => _inner.PeerEnded = value;
    }

    /// <inheritdoc/>
    public override bool HasPeerEnded => _inner.HasPeerEnded;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        CheckFree(_read.IsBusy);
        int n = _closed ? FailClosed() : _sslReading ? WouldBlock : BeginRead(buffer);
        if (n != WouldBlock)
        {
            return new ValueTask<int>(n);
        }
        _readBuffer = buffer;
        return _read.Start();
    }

    /// <inheritdoc/>
    public override int TryRead(Span<byte> buffer)
    {
        CheckFree(_read.IsBusy);
        if (_closed)
        {
            return FailClosed();
        }
        // SslStream cannot be asked without waiting. An empty read says whether there is something; when there is not, it stays
        // under way as a probe that the next read joins.
        int ready = _sslReading ? WouldBlock : BeginRead(Memory<byte>.Empty);
        if (ready != 0)
        {
            _probing = _sslReading;
            return ready;
        }
        if (buffer.IsEmpty)
        {
            return 0;
        }
        byte[] copy = ArrayPool<byte>.Shared.Rent(buffer.Length);
        int n = BeginRead(copy.AsMemory(0, buffer.Length));
        if (n == WouldBlock)
        {
            // Cannot be: the probe has just found decrypted bytes. If it is, the array stays with the read and the channel ends.
            Abort(ChannelFault.Tls);
            return Failed;
        }
        copy.AsSpan(0, Math.Max(n, 0)).CopyTo(buffer);
        ArrayPool<byte>.Shared.Return(copy, clearArray: true);
        return n;
    }

    /// <inheritdoc/>
    public override ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        CheckFree(_write.IsBusy || _sslWriting);
        if (_closed)
        {
            FailClosed();
            return new ValueTask<bool>(false);
        }
        return buffer.IsEmpty ? new ValueTask<bool>(!_stream.WriteFailed) : BeginWrite(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask ShutdownAsync()
    {
        if (!_closed && !_closeNotified)
        {
            await NotifyCloseAsync();
            await Loop.SwitchTo();
            await _inner.ShutdownAsync();
        }
    }

    /// <inheritdoc/>
    public override void Abort(ChannelFault fault)
    {
        if (!_closed)
        {
            _closed = true;
            SetFault(fault == ChannelFault.None ? ChannelFault.Aborted : fault);
            _inner.Abort(_fault);
            ReleaseWhenIdle();
        }
    }

    /// <inheritdoc/>
    public override void Close()
    {
        if (_closed)
        {
            return;
        }
        if (!_closeNotified && !_sslWriting && _fault == ChannelFault.None)
        {
            // Fits into the socket's buffer nearly always; when it does not, the peer sees a bare FIN.
            _ = NotifyCloseAsync();
        }
        _closed = true;
        if (_read.IsPending || _write.IsPending)
        {
            SetFault(ChannelFault.Aborted);
        }
        _inner.Close();
        ReleaseWhenIdle();
    }
}
