-- Full questions, a different one each time, so that nothing can be answered from a memory of the last.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local count = 0
request = function()
    count = count + 1
    return wrk.format(nil, "/v1/flush", nil, string.format(
        '{"old":"0x400105000%04x7ff","new":"0x400105000%04x77f","level":3,"bbm":2,"address":"0x80%08x","features":["FEAT_XNX"]}',
        count % 65536 - count % 16, count % 65536 - count % 16, (count % 1048576) * 4096))
end
