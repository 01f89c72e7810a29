import { rule } from '../../src/rules/ignored-cmd.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nENTRYPOINT ["node", "app.js"]\nCMD ["--port", "80"]\n',
    'FROM x\nENTRYPOINT node app.js\n',
    'FROM x\nENTRYPOINT exec docker-entrypoint.sh "$0" "$@"\nCMD ["run", "web"]\n',
    'FROM x\nENTRYPOINT exec app "$*"\nCMD ["run"]\n',
    'FROM x\nENTRYPOINT exec app ${1}\nCMD ["run"]\n',
    'FROM x\nENTRYPOINT test ${#@} -gt 1\nCMD ["run"]\n',
    'FROM x\nENTRYPOINT node app.js\nCMD []\n',
    'FROM x\nENTRYPOINT []\nCMD bash run.sh\n',
    'FROM x\nENTRYPOINT []\n',
    { name: 'nothing is known of the base', code: 'FROM x\nCMD ["a"]\n' },
    { name: 'the CMD of the base is reset, not ignored', code: 'FROM node:20\nENTRYPOINT node app.js\n' },
    { name: 'a malformed array is another rule’s', code: 'FROM x\nENTRYPOINT [\'a\']\nCMD ["b"]\n' },
    {
      name: 'PowerShell appends the arguments',
      code: 'FROM x\nSHELL ["powershell", "-Command"]\nENTRYPOINT a\nCMD ["b"]\n',
    },
    { name: 'ENTRYPOINT of another stage', code: 'FROM x AS a\nENTRYPOINT a\nFROM x\nCMD ["b"]\n' },
  ],
  invalid: [
    {
      code: 'FROM node:20\nENTRYPOINT node app.js\nCMD ["--port", "80"]\n',
      findings: [{ at: 'ENTRYPOINT node app.js', message: '`["/bin/sh", "-c", "node app.js", "--port", "80"]`' }],
      safe: 'FROM node:20\nENTRYPOINT ["node", "app.js"]\nCMD ["--port", "80"]\n',
    },
    {
      code: 'FROM x\nENTRYPOINT "mosquitto"\nCMD ["-c", "/etc/mosquitto.conf"]\n',
      findings: [{ at: 'ENTRYPOINT "mosquitto"' }],
      safe: 'FROM x\nENTRYPOINT ["mosquitto"]\nCMD ["-c", "/etc/mosquitto.conf"]\n',
    },
    {
      name: 'a bare ENTRYPOINT without CMD',
      code: 'FROM x\nRUN make\nENTRYPOINT \n',
      findings: [{ at: 'ENTRYPOINT', message: 'whatever `docker run` names' }],
      unsafe: 'FROM x\nRUN make\nENTRYPOINT [] \n',
    },
    {
      name: 'a bare ENTRYPOINT',
      code: 'FROM x\nENTRYPOINT\nCMD ["node", "app.js"]\n',
      findings: [{ at: 'ENTRYPOINT', message: '`["/bin/sh", "-c", "", "node", "app.js"]`' }],
      unsafe: 'FROM x\nENTRYPOINT []\nCMD ["node", "app.js"]\n',
    },
    {
      name: 'CMD first',
      code: 'FROM x\nCMD ["-v"]\nENTRYPOINT mosquitto\n',
      findings: [{ at: 'ENTRYPOINT mosquitto' }],
      safe: 'FROM x\nCMD ["-v"]\nENTRYPOINT ["mosquitto"]\n',
    },
    {
      name: 'CMD in a child stage: said once, where ENTRYPOINT stands',
      code: 'FROM x AS a\nENTRYPOINT node app.js\nFROM a AS b\nCMD ["-v"]\nFROM a\nCMD ["-w"]\n',
      findings: [{ at: 'ENTRYPOINT node app.js', message: '"-v"' }],
      safe: 'FROM x AS a\nENTRYPOINT ["node", "app.js"]\nFROM a AS b\nCMD ["-v"]\nFROM a\nCMD ["-w"]\n',
    },
    {
      name: 'a script may lack its first line',
      code: 'FROM x\nENTRYPOINT ./run.sh\nCMD ["-v"]\n',
      findings: [{ at: 'ENTRYPOINT ./run.sh' }],
      unsafe: 'FROM x\nENTRYPOINT ["./run.sh"]\nCMD ["-v"]\n',
    },
    {
      name: 'a variable needs its shell: words only',
      code: 'FROM x\nENTRYPOINT java $JAVA_OPTS -jar a.jar\nCMD ["-v"]\n',
      findings: [
        { at: 'ENTRYPOINT java $JAVA_OPTS -jar a.jar', message: 'Its text needs the shell: drop CMD, or let' },
      ],
    },
    {
      name: 'a shell-form CMD is another command, not arguments: words only',
      code: 'FROM x\nENTRYPOINT node app.js\nCMD node b.js\n',
      findings: [{ at: 'ENTRYPOINT node app.js', message: 'Two commands do not run one after the other' }],
    },
    {
      name: 'a CMD that can only have been meant for the build',
      code: 'FROM x\nCMD chmod +x /app\nENTRYPOINT /app\n',
      findings: [{ at: 'ENTRYPOINT /app', message: '`chmod` prepares the image: RUN does it during the build.' }],
      unsafe: 'FROM x\nRUN chmod +x /app\nENTRYPOINT /app\n',
    },
    {
      name: 'one of a child stage stays where it is: words only',
      code: 'FROM x AS a\nENTRYPOINT /app\nFROM a\nCMD chmod +x /app\n',
      findings: [{ at: 'ENTRYPOINT /app', message: 'RUN does it during the build.' }],
    },
    {
      name: 'a word that is no option may be another command',
      code: 'FROM x\nENTRYPOINT node app.js\nCMD ["bash"]\n',
      findings: [{ at: 'ENTRYPOINT node app.js' }],
      unsafe: 'FROM x\nENTRYPOINT ["node", "app.js"]\nCMD ["bash"]\n',
    },
    {
      name: 'a shell would take the CMD for its own: words only',
      code: 'FROM x\nENTRYPOINT /bin/bash\nCMD ["--port 80"]\n',
      findings: [{ at: 'ENTRYPOINT /bin/bash' }],
    },
    {
      name: 'several commands: words only',
      code: 'FROM x\nENTRYPOINT cd /app && node app.js\nCMD bash\n',
      findings: [{ at: 'ENTRYPOINT cd /app && node app.js' }],
    },
    {
      name: 'comments between the lines are kept',
      code: 'FROM x\nENTRYPOINT node \\\n  # the port\n  --port=80\nCMD ["-v"]\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\n# the port\nENTRYPOINT ["node", "--port=80"]\nCMD ["-v"]\n',
    },
    {
      name: 'SHELL of the file',
      code: 'FROM x\nSHELL ["/bin/bash", "-ec"]\nENTRYPOINT node app.js\nCMD ["-v"]\n',
      findings: [{ at: 'ENTRYPOINT node app.js', message: '`["/bin/bash", "-ec", "node app.js", "-v"]`' }],
      safe: 'FROM x\nSHELL ["/bin/bash", "-ec"]\nENTRYPOINT ["node", "app.js"]\nCMD ["-v"]\n',
    },
  ],
});
