namespace Gatehouse.Net.Tests.Http1;

/// <summary>Requests that must be served, and what the application is to see of them.</summary>
internal static class AcceptedRequests
{
    public static readonly (string Bytes, string Log)[] Rows =
    [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "> GET / path=/ query=False: authority= Origin 1.1\nHost: [x]\nrequest None 0\nbody True \n"),
        ("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "> GET / path=/ query=False: authority= Origin 1.1\nHost: [x]\nrequest None 0\nbody True \n"),
        ("get /%zz//../a\\b|?c?d HTTP/1.1\r\nHost: x\r\n\r\n",
            "> get /%zz//../a\\b|?c?d path=/%zz//../a\\b| query=True:c?d authority= Origin 1.1\nHost: [x]\nrequest None 0\nbody True \n"),
        ("GET /\u00c3\u00a9?\u00ff HTTP/1.1\r\nHost: x\r\n\r\n",
            "> GET /\u00c3\u00a9?\u00ff path=/\u00c3\u00a9 query=True:\u00ff authority= Origin 1.1\nHost: [x]\nrequest None 0\nbody True \n"),
        ("GET /? HTTP/1.1\r\nHost: x\r\n\r\n",
            "> GET /? path=/ query=True: authority= Origin 1.1\nHost: [x]\nrequest None 0\nbody True \n"),
        ("M-SEARCH * HTTP/1.1\r\nHost: x\r\n\r\n".Replace("M-SEARCH", "OPTIONS"),
            "> OPTIONS * path=* query=False: authority= Asterisk 1.1\nHost: [x]\nrequest None 0\nbody True \n"),
        ("GET HTTP://A.example:8080?q HTTP/1.1\r\nHost: other\r\n\r\n",
            "> GET HTTP://A.example:8080?q path=/ query=True:q authority=A.example:8080 Absolute 1.1\nHost: [other]\nrequest None 0\nbody True \n"),
        ("GET https://[::1]/p HTTP/1.1\r\nHost: [::1]\r\n\r\n",
            "> GET https://[::1]/p path=/p query=False: authority=[::1] Absolute 1.1\nHost: [[::1]]\nrequest None 0\nbody True \n"),
        ("GET / HTTP/1.0\r\n\r\n",
            "> GET / path=/ query=False: authority= Origin 1.0\nrequest None 0\nbody True \n"),
        ("GET / HTTP/1.1\r\nHost: [2001:db8::1.2.3.4]:65535\r\nA:\r\nB:  b \t\r\nC: \u00e9\tc\r\n\r\n",
            "> GET / path=/ query=False: authority= Origin 1.1\nHost: [[2001:db8::1.2.3.4]:65535]\nA: []\nB: [b]\nC: [\u00e9\tc]\nrequest None 0\nbody True \n"),
        ("POST / HTTP/1.1\r\nHost: a_b.c%20d:0\r\nContent-Length: 0\r\n\r\n",
            "> POST / path=/ query=False: authority= Origin 1.1\nHost: [a_b.c%20d:0]\nContent-Length: [0]\nrequest Length 0\nbody True \n"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 005\r\n\r\nhello",
            "> POST / path=/ query=False: authority= Origin 1.1\nHost: [x]\nContent-Length: [005]\nrequest Length 5\nbody True hello\n"),
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n\r\n",
            "> GET / path=/ query=False: authority= Origin 1.1\nHost: [x]\nContent-Length: [2]\nrequest Length 2\nbody True \r\n\n"),
        ("POST / HTTP/1.1\r\nHost: x\r\ntransfer-ENCODING:CHUNKED\r\n\r\n5\r\nhello\r\n0a;a;b=c ; d=\"e\\\"f\"\r\n0123456789\r\n0000\r\nX-T: 1\r\ncontent-digest: y\r\n\r\n",
            "> POST / path=/ query=False: authority= Origin 1.1\nHost: [x]\ntransfer-ENCODING: [CHUNKED]\nrequest Chunked -1\ntrailer X-T: [1]\ntrailer content-digest: [y]\nbody True hello0123456789\n"),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "> POST / path=/ query=False: authority= Origin 1.1\nHost: [x]\nTransfer-Encoding: [chunked]\nrequest Chunked -1\nbody True \n"),
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: a, UPGRADE\r\nUpgrade: websocket\r\n\r\n",
            "> GET / path=/ query=False: authority= Origin 1.1\nHost: [x]\nConnection: [a, UPGRADE]\nUpgrade: [websocket]\nrequest None 0 upgrade\nbody True \n"),
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n\r\na",
            "> GET / path=/ query=False: authority= Origin 1.1\nHost: [x]\nConnection: [upgrade]\nUpgrade: [websocket]\nContent-Length: [1]\nrequest Length 1\nbody True a\n"),
        ("GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
            "> GET / path=/ query=False: authority= Origin 1.0\nConnection: [upgrade]\nUpgrade: [websocket]\nrequest None 0\nbody True \n"),
        ("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\na",
            "> POST / path=/ query=False: authority= Origin 1.1\nHost: [x]\nExpect: [100-Continue]\nContent-Length: [1]\nrequest Length 1\nbody True a\n"),
    ];
}
