import { rule } from '../../src/rules/unchecked-r-packages.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM r-base\nRUN R -e "options(warn = 2); install.packages(\'dplyr\')"\n',
    'FROM r-base\nRUN R -e "install.packages(\'dplyr\'); library(dplyr)"\n',
    { name: 'a later RUN looks', code: 'FROM r-base\nRUN R -e "install.packages(\'a\')"\nRUN R -e "library(a)"\n' },
    'FROM r-base\nRUN Rscript -e \'install.packages("remotes"); remotes::install_github("a/b")\'\n',
    {
      name: 'called in the next command',
      code: 'FROM r-base\nRUN R -e "install.packages(\'remotes\')" && R -e "remotes::install_cran(\'a\')"\n',
    },
    'FROM r-base\nRUN install2.r --error dplyr\n',
    'FROM r-base\nRUN Rscript install.R\n',
    { name: 'no R', code: 'FROM r-base\nRUN echo "install.packages(\'a\')" > /x.R\n' },
    { name: 'no shell', code: 'FROM r-base\nRUN ["R", "-e", "install.packages(\'a\')"]\n' },
  ],
  invalid: [
    {
      name: 'suggested packages of which any may be missing: words',
      code: `FROM x\nRUN R -e 'install.packages("a", dependencies=T)'\n`,
      findings: [
        {
          at: `'install.packages("a", dependencies=T)'`,
          message: 'A `library(…)` of each behind it fails where one is missing.',
        },
      ],
    },
    {
      code: "FROM r-base:4.3.1\nRUN R -e \"install.packages(c('ggplot2', 'dplyr'), repos='https://cloud.r-project.org')\"\n",
      findings: [
        {
          at: "\"install.packages(c('ggplot2', 'dplyr'), repos='https://cloud.r-project.org')\"",
          message: 'ends with status 0',
          severity: 'warning',
        },
      ],
      unsafe:
        "FROM r-base:4.3.1\nRUN R -e \"options(warn = 2); install.packages(c('ggplot2', 'dplyr'), repos='https://cloud.r-project.org')\"\n",
    },
    {
      name: 'one warning a stage',
      code: 'FROM r-base\nRUN Rscript -e \'install.packages("a")\' && Rscript -e \'install.packages("b")\'\nRUN Rscript -e \'install.packages("c")\'\n',
      findings: [
        { at: '\'install.packages("a")\'', severity: 'warning' },
        { at: '\'install.packages("c")\'', severity: 'info' },
      ],
      unsafe:
        'FROM r-base\nRUN Rscript -e \'options(warn = 2); install.packages("a")\' && Rscript -e \'options(warn = 2); install.packages("b")\'\nRUN Rscript -e \'options(warn = 2); install.packages("c")\'\n',
    },
    {
      name: 'Bioconductor',
      code: 'FROM r-base\nRUN R -e "install.packages(\'BiocManager\')" && R -e "BiocManager::install(\'edgeR\')"\n',
      findings: [{ at: '"BiocManager::install(\'edgeR\')"' }],
      unsafe:
        'FROM r-base\nRUN R -e "install.packages(\'BiocManager\')" && R -e "options(warn = 2); BiocManager::install(\'edgeR\')"\n',
    },
    {
      name: 'over lines',
      code: "FROM r-base\nRUN R -e \"install.packages(c( \\\n    'a', \\\n    'b'))\"\n",
      findings: [{ at: { line: 2 } }],
      unsafe: "FROM r-base\nRUN R -e \"options(warn = 2); install.packages(c( \\\n    'a', \\\n    'b'))\"\n",
    },
  ],
});
